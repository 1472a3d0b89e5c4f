using System.Collections.Concurrent;

namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>
/// One thread that starts all processes and lives until it is disposed: Linux sends the signal that follows a parent's death when the
/// <em>thread</em> that forked ends, and threads of the pool come and go.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    // A start waits for the one before it; nobody queues more than there are modules.
    private readonly BlockingCollection<Action> _starts = new(boundedCapacity: 256);
    private readonly Thread _thread;

    public LauncherThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "launcher" };
        _thread.Start();
    }

    public Task<T> RunAsync<T>(Func<T> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                result.SetResult(start());
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller, who awaits it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result.SetException(exception);
            }
        });
        return result.Task;
    }

    public void Dispose()
    {
        _starts.CompleteAdding();
        _thread.Join();
        _starts.Dispose();
    }

    private void Run()
    {
        foreach (var start in _starts.GetConsumingEnumerable()) start();
    }
}
