using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Outputs;

/// <summary>The page's module does what the page says.</summary>
public sealed class ForwarderTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forwarder_AgainstAHub_ForwardsAndSendsBatches()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("forwarder", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "forwarder", "readings", "measurements", Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Forwarder>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath };
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);

        await tester.SendAsync("""{"sensor":"boiler","celsius":71.4}""");
        (await tester.ReceiveAsync()).Should().Be("""{"sensor":"boiler","celsius":71}""");
        await host.Services.GetRequiredService<Forwarder>().SendDayAsync([new("a", 1), new(new string('b', 300_000), 2), new("c", 3)], Cancellation);
        (await tester.ReceiveAsync()).Should().Be("""{"sensor":"a","celsius":1}""");
        (await tester.ReceiveAsync()).Should().Be("""{"sensor":"c","celsius":3}""");
        await host.StopAsync(Cancellation);
    }
}
