namespace IoTEdge.Modules.Methods;

/// <summary>Holds tasks that run beside their starter, a bounded number, so that somebody awaits each.</summary>
internal sealed class TaskTracker(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Starts a task if there is room.</summary>
    /// <returns>Whether it was started.</returns>
    public bool TryRun(Func<Task> start)
    {
        lock (_gate)
        {
            if (_running.Count >= capacity) return false;
            var gate = new TaskCompletionSource();
            var task = RunAsync(gate.Task, start);
            _running.Add(task);
            _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            gate.SetResult();
            return true;
        }
    }

    /// <summary>Waits for everything that runs.</summary>
    public Task WhenAllAsync()
    {
        lock (_gate) return Task.WhenAll(_running);
    }

    private static async Task RunAsync(Task gate, Func<Task> start)
    {
        await gate.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await start().ConfigureAwait(false);
    }

    private void Remove(Task task)
    {
        lock (_gate) _running.Remove(task);
    }
}
