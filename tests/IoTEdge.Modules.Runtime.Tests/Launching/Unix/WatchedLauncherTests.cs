using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Launching.Unix;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Launching.Unix;

/// <summary>The launcher of macOS, as far as Linux can run it.</summary>
public sealed class WatchedLauncherTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LineCollector _output = new();

    public void Dispose() => _directory.Dispose();

    private Task<ChildProcess> StartAsync(WatchedLauncher launcher, string script) => launcher.StartAsync(new LaunchRequest
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = _directory.Path,
        Environment = new Dictionary<string, string>(),
        OnLine = line => _output.Add(line.Text),
    });

    [Fact]
    public async Task Launcher_ThatGoesAway_TakesItsChildrenAlong()
    {
        var launcher = new WatchedLauncher(new UnixLauncher(_directory.Path, TimeProvider.System), _directory.Path);
        var child = await StartAsync(launcher, "echo ready; exec /bin/sleep 600");
        await _output.WaitForAsync("ready");

        // Closing the watcher's input is what the death of the runtime does.
        launcher.Dispose();

        (await child.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Should().Be(128 + 9);
        await child.DisposeAsync();
    }

    [Fact]
    public async Task Child_ThatEnds_GivesItsExitCode()
    {
        using var launcher = new WatchedLauncher(new UnixLauncher(_directory.Path, TimeProvider.System), _directory.Path);
        await using var child = await StartAsync(launcher, "exit 5");

        (await child.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Should().Be(5);
    }
}
