using IoTEdge.Modules.Probing;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Tests.Probing;

[Collection(ExitCodeScope.Collection)]
public sealed class ProbeTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    // A module is found by its identity, so two runs of these tests on one machine must not have the same.
    private static readonly ModuleIdentity Identity = new("probed", $"tank-{Environment.ProcessId}");
    private static readonly string ConnectionString = $"HostName=hub.test;DeviceId=probed;ModuleId={Identity.ModuleId};SharedAccessKey=AAAA";
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Probe_OfARunningModule_TellsItsHealthAsOftenAsAsked()
    {
        using var host = await StartAsync();
        for (var i = 0; i < 100; i++) (await AskAsync()).Should().Be((true, "Healthy"), $"it is probe {i}");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Probe_OfAModuleWithoutAHub_TellsWhatIsWrong()
    {
        using var host = await StartAsync();
        for (var i = 0; i < 3; i++) _hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        (await _hub.NextConnectionAsync()).Lose();
        await foreach (var state in host.Services.GetRequiredService<Tank>().Context.Client.States(Cancellation))
        {
            if (state.Status == ConnectionStatus.Faulted) break;
        }

        var (isGood, answer) = await AskAsync();
        isGood.Should().BeFalse();
        answer.Should().StartWith("Unhealthy. edge-connection: Faulted since").And.Contain("refused by the test");
    }

    [Fact]
    public async Task Probe_WhereNothingRuns_SaysSo()
    {
        var (isGood, answer) = await ProbeClient.AskAsync(new ModuleIdentity("probed", "nobody"), TimeProvider.System, Cancellation);
        (isGood, answer).Should().Be((false, $"No module runs as probed/nobody for {Environment.UserName}."));
    }

    [Fact]
    public async Task Answer_WithoutTheArgument_LetsTheProgramGoOn() => (await EdgeModuleProbe.AnswerAsync(["--verbose"], Cancellation)).Should().BeFalse();

    [Theory]
    [InlineData("--EdgeModule:ConnectionString=")]
    [InlineData("--EdgeModule:ConnectionString=nonsense")]
    public async Task Answer_WithoutAnIdentity_IsABadAnswer(string argument)
    {
        using var exitCode = new ExitCodeScope();
        (await EdgeModuleProbe.AnswerAsync([argument, "--probe"], Cancellation)).Should().BeTrue();
        exitCode.Value.Should().Be(EdgeModuleExitCode.Failed);
    }

    [Theory]
    [InlineData("EdgeModule:ConnectionString", "--probe")]
    [InlineData("EdgeModule:line:ConnectionString", "--probe", "line")]
    public async Task Answer_WithTheModulesConfiguration_FindsItsInstance(string setting, params string[] probe)
    {
        using var exitCode = new ExitCodeScope();
        using var host = await StartAsync();
        (await EdgeModuleProbe.AnswerAsync([$"--{setting}={ConnectionString}", .. probe], Cancellation)).Should().BeTrue();
        exitCode.Value.Should().Be(EdgeModuleExitCode.Stopped);
        await host.StopAsync(Cancellation);
    }

    private static Task<(bool IsGood, string Answer)> AskAsync() => ProbeClient.AskAsync(Identity, TimeProvider.System, Cancellation);

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Tank>(options =>
        {
            options.ConnectionString = ConnectionString;
            options.Client = TestClient.Options(_hub) with { MaxRefusals = 3 };
            options.ExitOnTerminalFault = false;
        });
        var host = builder.Build();
        await host.StartAsync(Cancellation).Soon("the host");
        return host;
    }

    private sealed class Tank : EdgeModuleBase;
}
