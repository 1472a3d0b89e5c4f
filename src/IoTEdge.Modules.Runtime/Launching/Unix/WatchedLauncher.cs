using System.Diagnostics;

namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>Adds a <see cref="WatchCommand"/> process to a launcher: macOS has no signal for a parent's death.</summary>
internal sealed class WatchedLauncher : IProcessLauncher
{
    private readonly IProcessLauncher _launcher;
    private readonly Process _watcher;
    private readonly Lock _lock = new();

    public WatchedLauncher(IProcessLauncher launcher, string directory)
    {
        _launcher = launcher;
        var start = new ProcessStartInfo(SelfCommand.DotnetPath, SelfCommand.Bare(Path.Combine(directory, "launcher.runtimeconfig.json"), WatchCommand.Verb))
        {
            RedirectStandardInput = true,
        };
        _watcher = Process.Start(start) ?? throw new LaunchException("The process that ends modules when the runtime dies could not be started.");
    }

    public async Task<ChildProcess> StartAsync(LaunchRequest request)
    {
        var child = await _launcher.StartAsync(request).ConfigureAwait(false);
        Tell($"+{child.Id}");
        _ = child.Completion.ContinueWith(_ => Tell($"-{child.Id}"), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return child;
    }

    public void Dispose()
    {
        lock (_lock) _watcher.StandardInput.Close();
        _watcher.WaitForExit();
        _watcher.Dispose();
        _launcher.Dispose();
    }

    private void Tell(string line)
    {
        lock (_lock)
        {
            try
            {
                _watcher.StandardInput.WriteLine(line);
                _watcher.StandardInput.Flush();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The watcher is gone, or the launcher is being disposed: children are then ended one by one.
            }
        }
    }
}
