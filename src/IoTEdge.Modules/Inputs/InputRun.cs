namespace IoTEdge.Modules.Inputs;

/// <summary>One message on its way through a handler.</summary>
internal sealed class InputRun
{
    private readonly TaskCompletionSource<bool> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource? _ended;
    private int _isEnded;

    public InputRun(EdgeMessage message, long arrivedAt)
    {
        Message = message;
        message.Run = this;
        ArrivedAt = arrivedAt;
        Place = new LinkedListNode<InputRun>(this);
    }

    public EdgeMessage Message { get; }

    public long ArrivedAt { get; }

    /// <summary>Its number in the order of arrival.</summary>
    public long Number { get; set; }

    /// <summary>Where it stands in line.</summary>
    public LinkedListNode<InputRun> Place { get; }

    /// <summary>Whether its handler has begun. Then it stays here, also when the connection that it came from is over.</summary>
    public bool IsStarted { get; set; }

    /// <summary>How often the handler has thrown at it, or has ended the process.</summary>
    public int Failures { get; set; }

    /// <summary>Why it is to leave as a dead letter; null while it is not.</summary>
    public string? Verdict { get; set; }

    /// <summary>Whether its attempts are on disk.</summary>
    public bool HasRecord { get; set; }

    /// <summary>Whether it is about to leave; then it is not parked any more.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Its row in the table of parked messages; null while it has none.</summary>
    public long? Sequence { get; set; }

    /// <summary>Completes when that row is committed, or could not be.</summary>
    public Task Parking { get; set; } = Task.CompletedTask;

    /// <summary>Tells whether the message is to be acknowledged. Never fails.</summary>
    public Task<bool> Outcome => _outcome.Task;

    public void Finish(bool isDone) => _outcome.TrySetResult(isDone);

    /// <summary>It has left its input, done or not.</summary>
    public void End()
    {
        Interlocked.Exchange(ref _isEnded, 1);
        _ended?.TrySetResult();
    }

    /// <summary>Waits until it has left its input; few do, so what they wait for is made for them only.</summary>
    public Task WhenEnded()
    {
        if (_ended is null) Interlocked.CompareExchange(ref _ended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        if (Volatile.Read(ref _isEnded) == 1) _ended.TrySetResult();
        return _ended.Task;
    }
}
