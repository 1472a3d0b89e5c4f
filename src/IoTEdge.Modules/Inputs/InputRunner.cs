using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules.Inputs;

/// <summary>Runs the handler of an input once, for one message or a batch, and sees to what it leaves behind.</summary>
internal sealed class InputRunner(InputTools tools, CancellationToken abort)
{
    /// <summary>Runs the handler. What leaves as a dead letter, before or after, is taken out of the batch.</summary>
    public async Task<InputStep> RunAsync(List<InputRun> batch, InputBinding binding, bool isLastChance)
    {
        foreach (var run in batch) run.Verdict ??= Refusal(run, binding, isLastChance);
        var buried = await BuryAsync(batch, binding).ConfigureAwait(false);
        if (batch.Count == 0 || buried != InputStep.Done) return buried;
        foreach (var run in batch) run.Message.Attempt++;
        await tools.Journal.BeginAttemptAsync(batch, binding.Policy).ConfigureAwait(false);
        InputResult result;
        try
        {
            result = await HandleAsync(batch, binding).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            await tools.Journal.EndAttemptAsync(batch).ConfigureAwait(false);
            return InputStep.Retry(TimeSpan.Zero);
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the message is kept and the module lives.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await FailAsync(batch, exception, binding, isLastChance).ConfigureAwait(false);
        }
        finally
        {
            // Read anew for the next run: a handler may have changed it.
            foreach (var run in batch) run.Message.Payload = null;
        }

        if (result.DeadLetterReason is { } reason)
        {
            foreach (var run in batch) run.Verdict = reason;
            return await BuryAsync(batch, binding).ConfigureAwait(false);
        }

        if (result.RetryAfter is not { } after) return InputStep.Done;
        await tools.Journal.EndAttemptAsync(batch).ConfigureAwait(false);
        return InputStep.Retry(after);
    }

    /// <summary>Reads the payload, and tells why no run can handle the message.</summary>
    private static string? Refusal(InputRun run, InputBinding binding, bool isLastChance)
    {
        // Only a process that ended in a run leaves so many failures behind.
        var limit = binding.Policy.MaxAttempts;
        if (limit > 0 && run.Failures >= limit && !(isLastChance && run.Failures == limit)) return $"The module ended {run.Failures} times while it handled the message.";
        try
        {
            return run.Message.Payload is null ? binding.Read?.Invoke(run.Message) : null;
        }
#pragma warning disable CA1031 // What a serializer of the author throws counts as a failure of the run, which meets it again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private async Task<InputResult> HandleAsync(List<InputRun> batch, InputBinding binding)
    {
        var first = batch[0].Message;
        using var span = ModuleTracing.StartProcess(first);
        var started = tools.Time.GetTimestamp();
        Exception? failure = null;
        try
        {
            foreach (var run in batch.Where(run => run.Message.Payload is null)) binding.Read?.Invoke(run.Message);
            return await binding.Handler(batch.ConvertAll(run => run.Message), abort).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            span.Fail(exception);
            throw;
        }
        finally
        {
            ModuleMetrics.Processed(first.InputName ?? "", tools.Time.GetElapsedTime(started), failure);
        }
    }

    private async Task<InputStep> FailAsync(List<InputRun> batch, Exception exception, InputBinding binding, bool isLastChance)
    {
        foreach (var run in batch) run.Failures++;
        var message = batch[0].Message;
        var failures = batch.Max(run => run.Failures);
        if (binding.Policy.MaxAttempts == 0 || (failures < binding.Policy.MaxAttempts && !isLastChance))
        {
            var delay = InputRetry.Delay(failures, tools.Random);
            tools.Logger.InputHandlerThrew(exception, message.InputName ?? "", message.MessageId, failures, delay.TotalSeconds);
            return InputStep.Retry(delay);
        }

        // The text of an exception may carry what nobody else should read; its type says enough, the log has the rest.
        tools.Logger.InputGaveUp(exception, message.InputName ?? "", message.MessageId, failures);
        if (batch.Count > 1) return InputStep.Split;
        batch[0].Verdict = $"The handler threw {exception.GetType().Name}.";
        return await BuryAsync(batch, binding).ConfigureAwait(false);
    }

    /// <summary>Sends the dead letters of a batch, and takes each out that the hub has.</summary>
    /// <returns>Done where there is none left; the hub keeps the messages when the module stops before.</returns>
    private async Task<InputStep> BuryAsync(List<InputRun> batch, InputBinding binding)
    {
        foreach (var run in batch.FindAll(run => run.Verdict is not null))
        {
            var message = run.Message;
            var output = binding.Policy.DeadLetterOutput;
            try
            {
                await tools.SendDeadLetter(output, message, run.Verdict!, abort).ConfigureAwait(false);
                batch.Remove(run);
                tools.Logger.DeadLetter(message.InputName ?? "", message.MessageId, output, run.Verdict!);
                ModuleMetrics.DeadLetter(message.InputName ?? "");
            }
            catch (EdgeModuleException exception) when (exception.Reason != EdgeModuleErrorReason.Closed)
            {
                tools.Logger.DeadLetterFailed(message.InputName ?? "", message.MessageId, output, exception.Message);
                return InputStep.Retry(InputRetry.Max);
            }
            catch (Exception exception) when (exception is EdgeModuleException or OperationCanceledException)
            {
                return InputStep.Retry(TimeSpan.Zero);
            }
        }

        return InputStep.Done;
    }
}
