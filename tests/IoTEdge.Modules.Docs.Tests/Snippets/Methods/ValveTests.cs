using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Methods;

/// <summary>The page's modules do what the page says.</summary>
public sealed class ValveTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tank_CallsTheValve_WhichOpensAndRefuses()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        await AddAsync<Valve>("valve");
        await AddAsync<Tank>("tank");
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "tank", "none", "none", Cancellation);
        (await tester.CallAsync("tank", "drain")).Should().Contain("200");
        (await tester.CallAsync("valve", "state")).Should().Contain("\"percent\":50");

        var invoker = host.Services.GetRequiredKeyedService<IMethodInvoker>("tank");
        var fault = await FluentActions.Awaiting(() => invoker.InvokeAsync<Opening, Opening>(MethodTarget.Module("valve"), "open", new Opening(120), cancellationToken: Cancellation))
            .Should().ThrowAsync<MethodFault>();
        fault.Which.Status.Should().Be(422);
        fault.Which.Problem.Should().BeEquivalentTo(new MethodProblem("Unprocessable content") { Detail = "A valve opens from 0 to 100 percent, not 120." });
        await host.StopAsync(Cancellation);

        async Task AddAsync<TModule>(string key)
            where TModule : EdgeModuleBase
        {
            var connectionString = await hub.AddModuleAsync(key, null, Cancellation);
            builder.AddEdgeModule<TModule>(key, options =>
            {
                options.ConnectionString = connectionString;
                options.Client = options.Client with { CaCertificateFile = hub.CertificatePath, HttpsPort = hub.HttpsPort };
            });
        }
    }
}
