using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules.Inputs;

/// <summary>Handles messages one by one: those of a lane one after the other, lanes side by side.</summary>
internal sealed class InputLaneWorker(InputLine line, InputRunner runner, InputParking parking, InputTools tools, TaskTracker tasks, CancellationToken stopping)
{
    /// <summary>Starts with everything that is in line.</summary>
    /// <param name="binding">The handler at each time.</param>
    public void Start(Func<InputBinding> binding)
    {
        while (line.First() is { } run)
        {
            // Reading the payload may take its time; a connection that ends meanwhile may take the message away.
            var key = binding().KeyOf(run.Message);
            if (line.EnterLane(run, key) is not var (lane, isFirst)) continue;
            if (isFirst) tasks.TryRun(() => RunLaneAsync(lane, key, binding));
            else if (line.Ahead(run) is { Sequence: not null }) parking.Park(run);
        }
    }

    /// <summary>Runs the handler until the message is done, or the module stops. While it waits for its next attempt others may run.</summary>
    public async Task HandleAsync(InputRun run, Func<InputBinding> binding, bool isLastChance)
    {
        List<InputRun> batch = [run];
        var isDone = false;
        while (!isDone)
        {
            var present = binding();
            await present.Slots.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) break;
            InputStep step;
            try
            {
                step = await runner.RunAsync(batch, present, isLastChance).ConfigureAwait(false);
            }
            finally
            {
                present.Slots.Release();
            }

            if (step.RetryAfter is { } delay) await parking.WaitAsync(batch, delay, stopping).ConfigureAwait(false);
            else isDone = true;
        }

        await FinishAsync(run, isDone, binding().Policy).ConfigureAwait(false);
    }

    /// <summary>Lets a message leave.</summary>
    public async Task FinishAsync(InputRun run, bool isDone, InputPolicy policy)
    {
        parking.End(run);
        if (isDone) await tools.Journal.CompleteAsync(run, policy).ConfigureAwait(false);
        line.Leave(run, isDone);
        parking.Forget(run);
    }

    private async Task RunLaneAsync(LinkedList<InputRun> lane, string? key, Func<InputBinding> binding)
    {
        while (line.Begin(lane, key) is { } run) await HandleAsync(run, binding, isLastChance: false).ConfigureAwait(false);
    }
}
