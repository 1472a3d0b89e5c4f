namespace IoTEdge.Modules.Inputs;

/// <summary>
/// Gives each message to the handler of its input. It outlives connections: a message that the hub sends again while it is still being
/// handled joins that run (protocol section 9, no. 9).
/// </summary>
internal sealed class InputDispatcher(InputTools tools)
{
    private static readonly Task<bool> Done = Task.FromResult(true);
    private static readonly Task<bool> NotTaken = Task.FromResult(false);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InputQueue> _queues = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Task> _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private InputQueue? _default;
    private bool _isStopped;

    /// <summary>Whether there is any handler.</summary>
    public bool HasHandlers
    {
        get
        {
            lock (_gate) return _queues.Count > 0 || _default is not null;
        }
    }

    /// <summary>Is cancelled when no more messages are taken.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Sets the handler of an input, or of every input that has none. A queue that is there keeps its messages.</summary>
    public void Set(string? input, InputBinding binding)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var queue = input is null ? _default : _queues.GetValueOrDefault(input);
            if (queue is not null)
            {
                queue.Binding = binding;
                return;
            }

            queue = new InputQueue(input, binding, _begin.Task.Unwrap(), tools);
            if (input is null) _default = queue;
            else _queues.Add(input, queue);
        }
    }

    /// <summary>Lets messages be handled once the settings that they are handled with are applied; until then they wait.</summary>
    public void BeginAfter(Task applied) => _begin.TrySetResult(applied);

    /// <summary>Takes a message.</summary>
    /// <returns>A task that never fails and tells whether the message is to be acknowledged.</returns>
    public Task<bool> Dispatch(EdgeMessage message)
    {
        var input = message.InputName ?? "";
        lock (_gate)
        {
            if (_isStopped) return NotTaken;
            var queue = _queues.GetValueOrDefault(input) ?? _default;
            if (queue is not null) return queue.Add(message);

            // Without a handler the hub would send it for ever, and edgeHub nothing else meanwhile. Bounded: input names come from outside.
            if (_unknown.Count < tools.Capacity && _unknown.Add(input)) tools.Logger.InputWithoutHandler(input);
            return Done;
        }
    }

    /// <summary>The connection is over: gives up what has not begun, because the hub sends it again.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            foreach (var queue in All()) queue.Forget();
        }
    }

    /// <summary>Takes no more messages and waits for the handlers that run; cancels them when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task stopped;
        lock (_gate)
        {
            _isStopped = true;
            stopped = Task.WhenAll(All().Select(queue => queue.StopAsync(cancellationToken)));
        }

        await stopped.ConfigureAwait(false);
    }

    private IEnumerable<InputQueue> All() => _default is null ? _queues.Values : _queues.Values.Append(_default);
}
