using Microsoft.Extensions.Configuration;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Hosting;

/// <summary>The page's program does what the page says.</summary>
public sealed class HostingLambdasTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lambdas_AgainstAHub_AlertAndAnswer()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("watch", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "watch", "vibrations", "alerts", Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["EdgeModule:ConnectionString"] = connectionString, ["EdgeModule:Client:CaCertificateFile"] = hub.CertificatePath });
        HostingLambdas.Add(builder);
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        (await tester.CallAsync("watch", "limit")).Should().Be("""{"status":200,"payload":{"amplitude":5}}""");
        await tester.SendAsync("""{"machine":"press","amplitude":4}""");
        await tester.SendAsync("""{"machine":"press","amplitude":6}""");
        (await tester.ReceiveAsync()).Should().Be("""{"machine":"press","amplitude":6}""");
        await host.StopAsync(Cancellation);
    }
}
