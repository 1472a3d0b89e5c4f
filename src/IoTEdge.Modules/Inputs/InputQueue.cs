using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Inputs;

/// <summary>The messages of one input, handled one at a time in the order of arrival.</summary>
internal sealed class InputQueue
{
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly Channel<InputRun> _runs;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InputRun> _unfinished = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _worker;

    public InputQueue(InputHandler handler, Task begin, int capacity, TimeProvider time, Random random, ILogger logger)
    {
        Handler = handler;
        _time = time;
        _random = random;
        _logger = logger;
        _runs = Channel.CreateBounded<InputRun>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _worker = Task.Run(() => WorkAsync(begin));
    }

    /// <summary>The handler; may be replaced while messages wait.</summary>
    public InputHandler Handler { get; set; }

    /// <summary>Adds a message, or joins the run of the same message.</summary>
    public Task<bool> Add(EdgeMessage message)
    {
        lock (_gate)
        {
            if (message.MessageId is { } id && _unfinished.TryGetValue(id, out var sameMessage)) return sameMessage.Outcome;
            var run = new InputRun(message);

            // Full means more than the connection may have in flight: not acknowledged, it comes again.
            if (!_runs.Writer.TryWrite(run)) return Task.FromResult(false);
            if (message.MessageId is not null) _unfinished.Add(message.MessageId, run);
            return run.Outcome;
        }
    }

    /// <summary>Finishes the message in hand, gives the others back unacknowledged; cancels the handler when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _runs.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abort);
        await _worker.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync(Task begin)
    {
        await begin.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await foreach (var run in _runs.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var isDone = !_stopping.IsCancellationRequested && await HandleAsync(run.Message).ConfigureAwait(false);
            lock (_gate)
            {
                if (run.Message.MessageId is { } id) _unfinished.Remove(id);
            }

            run.Finish(isDone);
        }
    }

    /// <summary>Runs the handler until the message is done, or the module stops.</summary>
    private async Task<bool> HandleAsync(EdgeMessage message)
    {
        for (var attempt = 1; ; attempt++)
        {
            var delay = await AttemptAsync(message, attempt).ConfigureAwait(false);
            if (delay is null) return true;
            if (_stopping.IsCancellationRequested) return false;
            await Task.Delay(delay.Value, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) return false;
        }
    }

    /// <summary>Runs the handler once.</summary>
    /// <returns>How long to wait before the next time; <see langword="null"/> when the message is done.</returns>
    private async Task<TimeSpan?> AttemptAsync(EdgeMessage message, int attempt)
    {
        try
        {
            var result = await Handler(message, _abort.Token).ConfigureAwait(false);
            return result.RetryAfter;
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the message is kept and the module lives.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var delay = InputRetry.Delay(attempt, _random);
            _logger.InputHandlerThrew(exception, message.InputName ?? "", message.MessageId, attempt, delay.TotalSeconds);
            return delay;
        }
    }
}
