using System.Diagnostics;
using System.Globalization;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Launching.Unix;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Launching.Unix;

public sealed class LaunchCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static string Self => $"'{SelfCommand.DotnetPath}' '{string.Join("' '", SelfCommand.WithApplication())}'";

    private static Process Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    [Fact]
    public async Task Child_OfAParentThatIsKilled_IsKilledToo()
    {
        // The shell is the parent; the sleeper writes its process id, which the launcher keeps.
        using var parent = Shell($"{Self} launch $$ /bin/sh -c 'echo $$; exec sleep 600' & wait");
        var line = await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        var child = int.Parse(line!, CultureInfo.InvariantCulture);
        ProcessTable.IsAlive(child).Should().BeTrue();

        // SIGKILL, which nobody can react to.
        parent.Kill();

        await ProcessTable.WaitUntilGoneAsync(child);
    }

    [Fact]
    public async Task Launcher_WhoseParentIsGoneAlready_StartsNothing()
    {
        using var parent = Shell($"{Self} launch 1 /bin/echo started; echo $?");
        var output = await parent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        output.Should().Be("127\n");
    }

    [Fact]
    public async Task Watcher_WhoseInputEnds_KillsWhatItStillKnows()
    {
        using var kept = Shell("exec sleep 600");
        using var dropped = Shell("exec sleep 600");
        using var input = new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"+{kept.Id}\n+{dropped.Id}\n-{kept.Id}\n"));
        using var watcher = Shell($"exec {Self} watch");
        await input.CopyToAsync(watcher.StandardInput.BaseStream, TestContext.Current.CancellationToken);
        watcher.StandardInput.Close();

        await dropped.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        kept.HasExited.Should().BeFalse();
        kept.Kill();
    }
}
