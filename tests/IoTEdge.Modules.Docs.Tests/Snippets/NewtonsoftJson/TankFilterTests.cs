using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;

/// <summary>The page's module does what the page says.</summary>
public sealed class TankFilterTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TankFilter_AgainstAHub_HasTheNamesOfItsAttributes()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("filter", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "filter", "readings", "alerts", Cancellation);
        await hub.PatchDesiredAsync("filter", new JsonObject { ["max-level"] = 0.5 }, Cancellation);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<TankFilter>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath };
            TankProgram.Configure(options);
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await tester.SendAsync("""{"fill-level":0.4}""");
        await tester.SendAsync("""{"fill-level":0.6}""");
        (await tester.ReceiveAsync()).Should().Be("""{"fill-level":0.6}""");
        await host.StopAsync(Cancellation);
    }
}
