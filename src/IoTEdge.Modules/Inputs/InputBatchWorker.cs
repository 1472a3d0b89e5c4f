using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules.Inputs;

/// <summary>Handles messages in batches.</summary>
internal sealed class InputBatchWorker(
    InputLine line, InputRunner runner, InputLaneWorker singles, InputParking parking, InputSignal more, InputTools tools, TaskTracker tasks, CancellationToken stopping)
{
    /// <summary>Starts batches until nothing is in line.</summary>
    /// <param name="binding">The handler at each time.</param>
    public async Task StartAsync(Func<InputBinding> binding)
    {
        while (!stopping.IsCancellationRequested)
        {
            var present = binding();
            await present.Slots.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            var batch = await CollectAsync(present.Policy).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                present.Slots.Release();
                return;
            }

            tasks.TryRun(() => RunAsync(batch, present, binding));
        }
    }

    /// <summary>Waits until a batch is full or its time is over, and begins with it.</summary>
    private async Task<List<InputRun>> CollectAsync(InputPolicy policy)
    {
        while (line.First() is { } first && !stopping.IsCancellationRequested)
        {
            var left = policy.BatchWait - tools.Time.GetElapsedTime(first.ArrivedAt);
            if (left <= TimeSpan.Zero || line.CountWaiting() >= policy.BatchSize) return line.BeginBatch(policy);
            await more.WaitAsync(left, tools.Time, stopping).ConfigureAwait(false);
        }

        return [];
    }

    private async Task RunAsync(List<InputRun> batch, InputBinding binding, Func<InputBinding> bindingNow)
    {
        InputRun[] all = [.. batch];
        try
        {
            await RunUntilDoneAsync(batch, binding).ConfigureAwait(false);
        }
        finally
        {
            binding.Slots.Release();
        }

        foreach (var run in all)
        {
            if (batch.Contains(run)) await singles.HandleAsync(run, bindingNow, isLastChance: true).ConfigureAwait(false);
            else await singles.FinishAsync(run, isDone: true, binding.Policy).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the handler with what is left of the batch, until nothing is; or the module stops, or each message is to be tried alone.</summary>
    private async Task RunUntilDoneAsync(List<InputRun> batch, InputBinding binding)
    {
        var limit = binding.Policy.MaxAttempts;
        var isLastChance = batch.Count == 1 && limit > 0 && batch[0].Failures >= limit;
        while (!stopping.IsCancellationRequested)
        {
            var step = await runner.RunAsync(batch, binding, isLastChance).ConfigureAwait(false);
            if (step.IsSplit) return;
            if (step.RetryAfter is { } delay) await parking.WaitAsync(batch, delay, stopping).ConfigureAwait(false);
            else
            {
                batch.Clear();
                return;
            }
        }
    }
}
