using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.GettingStarted;

/// <summary>The chapter on the client, run against a hub.</summary>
public sealed class ClientExampleTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_AsTheChapterUsesIt_SendsReceivesReportsAndAnswers()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("ours", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "ours", "readings", "alerts", Cancellation);
        await hub.PatchDesiredAsync("ours", new JsonObject { ["maxCelsius"] = 40 }, Cancellation);
        await ClientExample.RunAsync(connectionString, hub.CertificatePath, async () =>
        {
            (await tester.ReceiveAsync()).Should().Be("""{"machine":"boiler","celsius":30}""");
            await tester.SendAsync("""{"machine":"boiler","celsius":25}""");
            await tester.SendAsync("""{"machine":"boiler","celsius":26}""");
            (await tester.ReceiveAsync()).Should().Be("""{"machine":"boiler","celsius":26}""");
            (await tester.CallAsync("ours", "ping")).Should().Be("""{"status":200,"payload":{"pong":true}}""");
            (await hub.ReportedAsync("ours", Cancellation))["limit"]!.GetValue<double>().Should().Be(40);
        });
    }
}
