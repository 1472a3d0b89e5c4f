using System.Threading.Channels;
using IoTEdge.Modules.Storage;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Outputs;

/// <summary>
/// Sends what the outbox keeps on one connection: in order, many in flight, and forgets what the hub acknowledges. A kill between
/// acknowledgement and forgetting costs a duplicate with the same id, never a loss.
/// </summary>
internal sealed class OutboxPump
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly OutboxTable _table;
    private readonly ModuleStore _store;
    private readonly IModuleConnection _connection;
    private readonly int _window;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Queue<(StoredMessage Message, Task Acknowledged, long SentAt)> _inFlight = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _stored = Task.CompletedTask;
    private long _sentThrough;
    private long _oldestSentAt;
    private volatile int _inFlightCount;

    public OutboxPump(OutboxTable table, ModuleStore store, IModuleConnection connection, int window, Task previous, TimeProvider time, ILogger logger)
    {
        _table = table;
        _store = store;
        _connection = connection;
        _window = window;
        _time = time;
        _logger = logger;
        Completion = Task.Run(() => RunAsync(previous));
    }

    /// <summary>Completes when the connection has ended or <see cref="Stop"/> was called. Never fails.</summary>
    public Task Completion { get; }

    public int InFlight => _inFlightCount;

    public long? OldestTransmission => _inFlightCount > 0 ? Interlocked.Read(ref _oldestSentAt) : null;

    /// <summary>There may be something new.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    public void Stop() => _stopping.Cancel();

    private async Task RunAsync(Task previous)
    {
        await previous.ConfigureAwait(false);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await PumpAsync().ConfigureAwait(false);
            }
            catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Storage)
            {
                // Logged by the store; what is in flight stays there.
                await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception) when (exception is EdgeModuleException or OperationCanceledException)
            {
                break;
            }
#pragma warning disable CA1031 // A row that cannot be read must not end the module; it is logged, and the next connection tries again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _logger.OutboxStopped(exception);
                break;
            }
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Forgets what was acknowledged until now.</summary>
    private async Task EndAsync()
    {
        try
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
        catch (EdgeModuleException)
        {
            // Sent again with the same id.
        }

        _inFlightCount = 0;
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            _signal.Reader.TryRead(out _);
            var isMore = _inFlight.Count < _window && await SendPageAsync().ConfigureAwait(false);
            await ReleaseAsync().ConfigureAwait(false);
            if (isMore) continue;
            var oldest = _inFlight.TryPeek(out var first) ? first.Acknowledged : null;
            if (_inFlight.Count < _window) await StoredOrAsync(oldest).ConfigureAwait(false);
            else await oldest!.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until something is stored, or the oldest in flight is acknowledged.</summary>
    private Task StoredOrAsync(Task? acknowledged)
    {
        // Kept for the next time where the acknowledgement comes first.
        if (_stored.IsCompleted) _stored = _signal.Reader.WaitToReadAsync(_stopping.Token).AsTask();
        return acknowledged is null ? _stored : Task.WhenAny(_stored, acknowledged);
    }

    /// <summary>Sends the next messages.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> SendPageAsync()
    {
        List<StoredMessage> page = [];
        var room = _window - _inFlight.Count;
        await _store.RunAsync(_ => page = _table.Read(_sentThrough, room), _stopping.Token).ConfigureAwait(false);
        foreach (var message in page)
        {
            _inFlight.Enqueue((message, _connection.SendEventAsync(message.Properties, message.Body), _time.GetTimestamp()));
            _sentThrough = message.Sequence;
        }

        ShowInFlight();
        return page.Count > 0;
    }

    private void ShowInFlight()
    {
        if (_inFlight.TryPeek(out var oldest)) Interlocked.Exchange(ref _oldestSentAt, oldest.SentAt);
        _inFlightCount = _inFlight.Count;
    }

    /// <summary>Forgets the messages at the front that are acknowledged; fails when the connection has ended.</summary>
    private async Task ReleaseAsync()
    {
        var released = new List<StoredMessage>();
        EdgeModuleException? ended = null;
        while (ended is null && _inFlight.TryPeek(out var oldest) && oldest.Acknowledged.IsCompleted)
        {
            try
            {
                await oldest.Acknowledged.ConfigureAwait(false);
                released.Add(oldest.Message);
                _inFlight.Dequeue();
            }
            catch (EdgeModuleException exception)
            {
                ended = exception;
            }
        }

        ShowInFlight();
        if (released.Count > 0) await _store.RunAsync(_ => _table.Release(released), CancellationToken.None).ConfigureAwait(false);
        if (ended is not null) throw ended;
    }
}
