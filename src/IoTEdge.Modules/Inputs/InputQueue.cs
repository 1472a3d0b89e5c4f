using System.Threading.Channels;
using IoTEdge.Modules.Telemetry;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Inputs;

/// <summary>The messages of one input, handled one at a time in the order of arrival.</summary>
internal sealed class InputQueue
{
    private readonly DeadLetterSender _sendDeadLetter;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly Channel<InputRun> _runs;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InputRun> _unfinished = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _worker;

    public InputQueue(InputBinding binding, Task begin, int capacity, DeadLetterSender sendDeadLetter, TimeProvider time, Random random, ILogger logger)
    {
        Binding = binding;
        _sendDeadLetter = sendDeadLetter;
        _time = time;
        _random = random;
        _logger = logger;
        _runs = Channel.CreateBounded<InputRun>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _worker = Task.Run(() => WorkAsync(begin));
    }

    /// <summary>The handler and its policy; may be replaced while messages wait.</summary>
    public InputBinding Binding { get; set; }

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
        var failures = 0;
        while (true)
        {
            var attempt = await AttemptAsync(message, failures).ConfigureAwait(false);
            failures = attempt.Failures;
            if (attempt.RetryAfter is not { } delay) return true;
            if (_stopping.IsCancellationRequested) return false;
            await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) return false;
        }
    }

    /// <summary>Runs the handler once.</summary>
    /// <returns>How long to wait before the next time, or null when the message is done; and how often the handler has thrown.</returns>
    private async Task<(TimeSpan? RetryAfter, int Failures)> AttemptAsync(EdgeMessage message, int failures)
    {
        var binding = Binding;
        message.Attempt++;
        InputResult result;
        try
        {
            result = await RunAsync(binding.Handler, message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return (TimeSpan.Zero, failures);
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the message is kept and the module lives.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await FailAsync(message, failures + 1, exception, binding).ConfigureAwait(false);
        }

        var retryAfter = result.DeadLetterReason is { } reason ? await BuryAsync(message, reason, binding).ConfigureAwait(false) : result.RetryAfter;
        return (retryAfter, failures);
    }

    private async Task<InputResult> RunAsync(InputHandler handler, EdgeMessage message)
    {
        using var span = ModuleTracing.StartProcess(message);
        var started = _time.GetTimestamp();
        Exception? failure = null;
        try
        {
            return await handler(message, _abort.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            span.Fail(exception);
            throw;
        }
        finally
        {
            ModuleMetrics.Processed(message.InputName ?? "", _time.GetElapsedTime(started), failure);
        }
    }

    private async Task<(TimeSpan? RetryAfter, int Failures)> FailAsync(EdgeMessage message, int failures, Exception exception, InputBinding binding)
    {
        if (binding.Policy.MaxAttempts == 0 || failures < binding.Policy.MaxAttempts)
        {
            var delay = InputRetry.Delay(failures, _random);
            _logger.InputHandlerThrew(exception, message.InputName ?? "", message.MessageId, failures, delay.TotalSeconds);
            return (delay, failures);
        }

        // The text of an exception may carry what nobody else should read; its type says enough, the log has the rest.
        _logger.InputGaveUp(exception, message.InputName ?? "", message.MessageId, failures);
        return (await BuryAsync(message, $"The handler threw {exception.GetType().Name}.", binding).ConfigureAwait(false), failures);
    }

    /// <summary>Sends the dead letter of a message.</summary>
    /// <returns>Null when the hub has it, and zero when the module stops before: then the hub keeps the message.</returns>
    private async Task<TimeSpan?> BuryAsync(EdgeMessage message, string reason, InputBinding binding)
    {
        try
        {
            await _sendDeadLetter(binding.Policy.DeadLetterOutput, message, reason, _abort.Token).ConfigureAwait(false);
            _logger.DeadLetter(message.InputName ?? "", message.MessageId, binding.Policy.DeadLetterOutput, reason);
            ModuleMetrics.DeadLetter(message.InputName ?? "");
            return null;
        }
        catch (EdgeModuleException exception) when (exception.Reason != EdgeModuleErrorReason.Closed)
        {
            _logger.DeadLetterFailed(message.InputName ?? "", message.MessageId, binding.Policy.DeadLetterOutput, exception.Message);
            return InputRetry.Max;
        }
        catch (Exception exception) when (exception is EdgeModuleException or OperationCanceledException)
        {
            return TimeSpan.Zero;
        }
    }
}
