using System.Globalization;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Launching;

public sealed class ProcessLauncherTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly LineCollector _output = new();
    private readonly IProcessLauncher _launcher;

    public ProcessLauncherTests() => _launcher = ProcessLauncher.Create(_directory.Path, TimeProvider.System);

    public void Dispose()
    {
        _launcher.Dispose();
        _directory.Dispose();
    }

    private Task<ChildProcess> StartAsync(string behavior) => _launcher.StartAsync(new LaunchRequest
    {
        FileName = SelfCommand.DotnetPath,
        Arguments = [TestModule.AssemblyPath],
        WorkingDirectory = _directory.Path,
        Environment = new Dictionary<string, string> { ["BEHAVIOR"] = behavior, ["HOME"] = _directory.Path },
        OnLine = line => _output.Add(line.Text),
    });

    [Fact]
    public async Task Process_ThatEnds_GivesItsOutputAndItsExitCode()
    {
        await using var process = await StartAsync("print:one error:two exit:3");

        (await process.Completion.WaitAsync(Grace, TestContext.Current.CancellationToken)).Should().Be(3);
        _output.Lines.Should().BeEquivalentTo("one", "two");
    }

    [Fact]
    public async Task Process_WithItsOwnEnvironment_InheritsNothing()
    {
        await using var process = await StartAsync("env");

        await process.Completion.WaitAsync(Grace, TestContext.Current.CancellationToken);
        _output.Lines.Should().Contain($"cwd={_directory.Path}").And.Contain($"HOME={_directory.Path}");
        _output.Lines.Should().NotContain(line => line.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_AskedToStop_EndsByItself()
    {
        await using var process = await StartAsync("print:ready wait exit:0");
        await _output.WaitForAsync("ready");

        (await process.StopAsync(Grace)).Should().BeTrue();
        (await process.Completion).Should().Be(0);
        _output.Lines.Should().Contain("stopping");
    }

    [Fact]
    public async Task Process_ThatIgnoresTheRequest_IsKilledAfterTheGrace()
    {
        await using var process = await StartAsync("print:ready stubborn");
        await _output.WaitForAsync("ready");

        (await process.StopAsync(TimeSpan.FromMilliseconds(200))).Should().BeFalse();
        (await process.Completion).Should().Be(128 + 9);
    }

    [Fact]
    public async Task Process_ThatLeavesAChild_TakesItAlong()
    {
        await using var process = await StartAsync("child exit:0");

        (await process.Completion.WaitAsync(Grace, TestContext.Current.CancellationToken)).Should().Be(0);
        var child = await _output.WaitForAsync(line => line.StartsWith("child ", StringComparison.Ordinal));
        await ProcessTable.WaitUntilGoneAsync(int.Parse(child[6..], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Process_OfAMissingProgram_SaysWhich()
    {
        await using var process = await _launcher.StartAsync(new LaunchRequest
        {
            FileName = "/nowhere/program",
            WorkingDirectory = _directory.Path,
            Environment = new Dictionary<string, string>(),
            OnLine = line => _output.Add(line.Text),
        });

        (await process.Completion.WaitAsync(Grace, TestContext.Current.CancellationToken)).Should().Be(127);
        _output.Lines.Should().ContainSingle().Which.Should().Contain("'/nowhere/program' could not be executed: No such file");
    }
}
