using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests;

public sealed class RuntimeCommandTests
{
    [Fact]
    public async Task Command_ForAWhile_PrintsWhatRanAndEndsWithZero()
    {
        using var deployment = new TestDeployment(("one", "print:hello wait"), ("two", "print:hello wait"));
        using var runner = new RunnerProcess([.. deployment.Arguments, "--for", "1s"]);

        (await runner.WaitAsync()).Should().Be(0, "it wrote {0}", string.Join(" | ", runner.Output.Lines));
        runner.Output.Lines.Should().ContainInOrder("Modules", "Routes", "  all   /messages/*   →   $upstream").And.Contain("one       │ hello").And.Contain("two       │ hello");
        runner.Output.Lines.Should().Contain(line => line.StartsWith("Summary of 1 s", StringComparison.Ordinal)).And.Contain("  0 messages arrived upstream.");
        runner.Output.Lines.Should().NotContain(line => line.Contains('\e'));
    }

    [Fact]
    public async Task Command_ThatIsTerminated_StopsItsModulesAndEndsWithZero()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"));
        using var runner = new RunnerProcess(deployment.Arguments);
        await runner.Output.WaitForAsync("one       │ ready");

        runner.Terminate();

        (await runner.WaitAsync()).Should().Be(0);
        runner.Output.Lines.Should().Contain("one       │ stopping");
    }

    [Fact]
    public async Task Command_ThatIsKilled_LeavesNoProcessAndCanStartAgain()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"), ("two", "print:ready wait"));
        using (var runner = new RunnerProcess(deployment.Arguments))
        {
            await runner.Output.WaitForAsync("one       │ ready");
            await runner.Output.WaitForAsync("two       │ ready");
            var socket = StateDirectory.Open(deployment.StateDirectory).AgentSocketPath;
            using var modules = await UnixSocketRequest.GetJsonAsync(socket, "/modules");
            var processIds = modules.RootElement.GetProperty("modules").EnumerateArray().Select(module => module.GetProperty("pid").GetInt32()).ToList();
            processIds.Should().HaveCount(3).And.OnlyContain(processId => ProcessTable.IsAlive(processId));

            runner.Kill();

            foreach (var processId in processIds) await ProcessTable.WaitUntilGoneAsync(processId);
        }

        using var again = new RunnerProcess([.. deployment.Arguments, "--for", "100ms"]);
        (await again.WaitAsync()).Should().Be(0, "it wrote {0}", string.Join(" | ", again.Output.Lines));
    }

    [Fact]
    public async Task Command_OfABadDeployment_ListsAllErrorsAndStartsNothing()
    {
        using var deployment = new TestDeployment();
        deployment.Write(""" "m":{"type":"docker","status":"on","settings":{"image":"unknown:1"}} """, route: "FROM nowhere");
        using var runner = new RunnerProcess(deployment.Arguments);

        (await runner.WaitAsync()).Should().Be(1);
        runner.Output.Lines.Should().Contain("The deployment has 3 errors; nothing was started.");
        runner.Output.Lines.Should().Contain(line => line.Contains("runs the image \"unknown:1\", which is unknown", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("status is \"on\"", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("The route 'all' is not valid at character 6", StringComparison.Ordinal));
        Directory.Exists(deployment.StateDirectory).Should().BeFalse();
    }

    [Fact]
    public async Task Command_OnAStateThatIsAFile_SaysSoAndEndsWithOne()
    {
        using var deployment = new TestDeployment(("one", "wait"));
        using var runner = new RunnerProcess([.. deployment.Arguments, "--state", deployment.ManifestPath]);

        (await runner.WaitAsync()).Should().Be(1);
        runner.Output.Lines.Should().ContainSingle().Which.Should().Contain("is a file");
    }

    [Fact]
    public async Task Command_WithAWrongOption_SaysSoAndEndsWithTwo()
    {
        using var runner = new RunnerProcess("--what");

        (await runner.WaitAsync()).Should().Be(2);
        runner.Output.Lines.Should().Equal("'--what' is not known.", "Use --help to see what can be asked for.");
    }
}
