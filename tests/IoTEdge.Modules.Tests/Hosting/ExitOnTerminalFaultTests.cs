using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Tests.Hosting;

[Collection(ExitCodeScope.Collection)]
public sealed class ExitOnTerminalFaultTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Fault_ByDefault_EndsTheHostWithItsOwnCode()
    {
        using var exitCode = new ExitCodeScope();
        using var host = await StartAsync(new());
        await RefuseAsync();
        await host.WaitForShutdownAsync(Cancellation).Soon("the host to end");
        exitCode.Value.Should().Be(EdgeModuleExitCode.Refused);
    }

    [Fact]
    public async Task Fault_WhereTheModuleIsToGoOn_LeavesTheHost()
    {
        using var exitCode = new ExitCodeScope();
        using var host = await StartAsync(new() { ["EdgeModule:ExitOnTerminalFault"] = "false" });
        await RefuseAsync();
        var client = host.Services.GetRequiredService<Plain>().Context.Client;
        await foreach (var state in client.States(Cancellation))
        {
            if (state.Status == ConnectionStatus.Faulted) break;
        }

        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeFalse();
        await host.StopAsync(Cancellation).Soon("stopping");
        exitCode.Value.Should().Be(EdgeModuleExitCode.Stopped);
    }

    private async Task RefuseAsync()
    {
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 2; i++) _hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        connection.Lose();
    }

    private async Task<IHost> StartAsync(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddEdgeModule<Plain>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub) with { MaxRefusals = 2 };
        });
        var host = builder.Build();
        await host.StartAsync(Cancellation).Soon("the host");
        return host;
    }

    private sealed class Plain : EdgeModuleBase;
}
