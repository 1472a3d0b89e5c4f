using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Tests.Reporting;

public sealed class HubReporterTests
{
    [Fact]
    public async Task Clients_ThatComeAndGo_AreReportedAsEdgeHubDoes()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Hub.Identities.PutAsync(new ClientIdentity("leaf.1", null), new IdentityChange(), TestHub.Cancellation);
        var (module, _) = await hub.ConnectAsync("$agent");
        var device = await hub.Hub.ConnectAsync(new ClientIdentity("leaf.1", null), new RecordingLink(), new ConnectOptions(CleanSession: true), TestHub.Cancellation);

        var connected = await ClientsAsync(hub, clients => clients.ContainsKey("leaf%2E1") && clients.ContainsKey("edge/%24agent"));
        device.Dispose();
        module.Dispose();
        var gone = await ClientsAsync(hub, clients => !clients.ContainsKey("leaf%2E1") && clients["edge/%24agent"]!["status"]!.GetValue<string>() == "Disconnected");

        connected["leaf%2E1"]!.ToJsonString().Should().Be("""{"status":"Connected","lastConnectedTimeUtc":"2026-01-01T00:00:00.0000000Z","lastDisconnectedTimeUtc":null}""");
        gone["edge/%24agent"]!["lastDisconnectedTimeUtc"]!.GetValue<string>().Should().StartWith("2026-01-01");
    }

    [Fact]
    public async Task Clients_OfAnEarlierHub_AreForgotten()
    {
        await using var store = new InMemoryHubStore();
        await using (var first = await TestHub.StartAsync(store: store))
        {
            using var _ = (await first.ConnectAsync("sensor")).Connection;
            await ClientsAsync(first, clients => clients.Count == 1);
        }

        await using var second = await TestHub.StartAsync(store: store);

        var reported = await ReportedAsync(second);
        reported.ContainsKey("clients").Should().BeFalse();
        reported["version"]!["version"]!.GetValue<string>().Should().NotBeEmpty();
    }

    private static async Task<JsonObject> ReportedAsync(TestHub hub) =>
        (await hub.Hub.Twins.GetAsync(TestHub.Identity("$edgeHub"), TestHub.Cancellation)).Reported.Properties;

    // Reports come from a loop of the hub's own.
    private static async Task<JsonObject> ClientsAsync(TestHub hub, Func<JsonObject, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestHub.Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var clients = (await ReportedAsync(hub))["clients"] as JsonObject ?? [];
            if (isThere(clients))
                return clients;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"The clients are reported as {clients.ToJsonString()}.");
            await Task.Yield();
        }
    }
}
