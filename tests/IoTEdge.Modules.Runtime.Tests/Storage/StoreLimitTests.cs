using System.Text.Json.Nodes;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Storage;

public sealed class StoreLimitTests
{
    private const string Events = "devices/edge/modules/sensor/messages/events/%24.on=out";

    private const string Configuration = """
        {"schemaVersion":"1.1","routes":{"r":"FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")"},
         "storeAndForwardConfiguration":{"timeToLiveSecs":7200,"storeLimits":{"maxSizeBytes":1500000}}}
        """;

    [Fact]
    public async Task Store_AtItsLimit_RefusesWithoutAnAcknowledgementUntilSomethingIsTaken()
    {
        await using var hub = await HubFixture.StartAsync(window: 100);
        await hub.Hub.Twins.ReplaceDesiredAsync(HubFixture.Identity("$edgeHub"), JsonNode.Parse(Configuration)!.AsObject(), HubFixture.Cancellation);
        var sent = await FillAsync(hub);

        sent.Should().BeInRange(1, 40, "each message has 100 kB, and the limit is 1.5 MB above an empty database");
        hub.Warnings.Should().Contain(warning => warning.Contains("The store is full", StringComparison.Ordinal));

        await using (var filter = await hub.ConnectReceiverAsync("filter"))
        {
            for (var i = 0; i < sent; i++)
                await filter.AcknowledgeAsync((await filter.ReadPublishAsync()).PacketId);
        }

        // What was taken is released a moment later.
        await Processes.Eventually.IsTrueAsync(async () => await TrySendAsync(hub), () => "the store is still full");
    }

    [Fact]
    public async Task Store_FullOfWhatIsOnlyToBeLookedAt_MakesRoom()
    {
        await using var hub = await HubFixture.StartAsync(window: 100);
        await hub.Hub.Twins.ReplaceDesiredAsync(
            HubFixture.Identity("$edgeHub"), JsonNode.Parse(Configuration.Replace("BrokeredEndpoint(\\\"/modules/filter/inputs/in\\\")", "$upstream", StringComparison.Ordinal))!.AsObject(), HubFixture.Cancellation);
        (await FillAsync(hub)).Should().BeLessThan(40);

        await Processes.Eventually.IsTrueAsync(async () => await TrySendAsync(hub), () => "what nobody waits for keeps others out");
    }

    private static async Task<int> FillAsync(HubFixture hub)
    {
        var sent = 0;
        while (sent < 100 && await TrySendAsync(hub))
            sent++;
        return sent;
    }

    private static async Task<bool> TrySendAsync(HubFixture hub)
    {
        await using var sensor = await hub.ConnectAsync("sensor");
        await sensor.PublishAsync(Events, new string('x', 100_000), 1);
        try
        {
            await sensor.ReadPubAckAsync();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
