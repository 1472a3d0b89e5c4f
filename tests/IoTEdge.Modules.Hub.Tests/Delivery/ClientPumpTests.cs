using IoTEdge.Modules.Hub.Sessions;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Tests.Delivery;

public sealed class ClientPumpTests
{
    private const string ToIn = "FROM /messages/modules/sensor/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")";

    [Fact]
    public async Task Messages_WindowOfOne_WaitForTheAcknowledgement()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(ToIn);
        var (connection, link) = await hub.ConnectReceiverAsync("filter");

        await hub.SendAsync("sensor", "o", "a", "b");

        link.InputTexts.Should().Equal("in:a");
        connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);
        link.InputTexts.Should().Equal("in:a", "in:b");
    }

    [Fact]
    public async Task Messages_OfAHubWithTheLongestTimeToLive_AreNotExpiredAtOnce()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(ToIn);
        var forEver = new JsonObject { ["storeAndForwardConfiguration"] = new JsonObject { ["timeToLiveSecs"] = long.MaxValue } };
        await hub.Hub.Twins.PatchDesiredAsync(TestHub.Identity("$edgeHub"), forEver, TestHub.Cancellation);
        var (_, link) = await hub.ConnectReceiverAsync("filter");

        await hub.SendAsync("sensor", "o", "a");

        link.InputTexts.Should().Equal("in:a");
    }

    [Fact]
    public async Task Messages_WindowOfThree_AreSentAheadAndAcknowledgedInAnyOrder()
    {
        await using var hub = await TestHub.StartAsync(window: 3);
        await hub.RouteAsync(ToIn);
        var (connection, link) = await hub.ConnectReceiverAsync("filter");

        await hub.SendAsync("sensor", "o", "a", "b", "c", "d");
        connection.Settle(link.Inputs[1].PacketId, MessageOutcome.Completed);

        link.InputTexts.Should().Equal(["in:a", "in:b", "in:c"], "the window begins at the oldest that is not acknowledged");
        connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);
        link.InputTexts.Should().Equal("in:a", "in:b", "in:c", "in:d");
    }

    [Fact]
    public async Task Messages_NotAcknowledgedFor30Seconds_AreSentAgainInOrder()
    {
        await using var hub = await TestHub.StartAsync(window: 2);
        await hub.RouteAsync(ToIn);
        var (connection, link) = await hub.ConnectReceiverAsync("filter");
        await hub.SendAsync("sensor", "o", "a", "b", "c");

        hub.Time.Advance(TimeSpan.FromSeconds(29));
        link.InputTexts.Should().Equal("in:a", "in:b");
        hub.Time.Advance(TimeSpan.FromSeconds(1));

        link.InputTexts.Should().Equal("in:a", "in:b", "again in:a", "again in:b");
        connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);
        link.InputTexts.Last().Should().Be("in:c");
    }

    [Fact]
    public async Task Messages_UnacknowledgedAtTakeOver_GoToTheNewConnection()
    {
        await using var hub = await TestHub.StartAsync(window: 2);
        await hub.RouteAsync(ToIn);
        var (old, oldLink) = await hub.ConnectReceiverAsync("filter");
        await hub.SendAsync("sensor", "o", "a", "b", "c");

        var (_, link) = await hub.ConnectAsync("filter");
        old.Settle(oldLink.Inputs[0].PacketId, MessageOutcome.Completed);
        old.Dispose();

        oldLink.ClosedBecause.Should().Contain("took over");
        link.InputTexts.Should().Equal(["in:a", "in:b"], "an acknowledgement of the old connection does not count any more");
    }

    [Fact]
    public async Task Messages_BetterPriority_OvertakesWhatWaits()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(
            new JsonObject { ["route"] = "FROM /messages/modules/sensor/outputs/slow INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")", ["priority"] = 5 },
            new JsonObject { ["route"] = "FROM /messages/modules/sensor/outputs/fast INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")", ["priority"] = 1 });
        var (connection, link) = await hub.ConnectReceiverAsync("filter");

        await hub.SendAsync("sensor", "slow", "s1", "s2");
        await hub.SendAsync("sensor", "fast", "f1");
        connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);
        connection.Settle(link.Inputs[1].PacketId, MessageOutcome.Completed);

        link.InputTexts.Should().Equal("in:s1", "in:f1", "in:s2");
    }

    [Fact]
    public async Task Messages_ForTwoInputs_KeepTheOrderOfArrival()
    {
        await using var hub = await TestHub.StartAsync(window: 10);
        await hub.RouteAsync(
            "FROM /messages/modules/sensor/outputs/a INTO BrokeredEndpoint(\"/modules/filter/inputs/a\")",
            "FROM /messages/modules/sensor/outputs/b INTO BrokeredEndpoint(\"/modules/filter/inputs/b\")");
        await hub.SendAsync("sensor", "b", "1");
        await hub.SendAsync("sensor", "a", "2");
        await hub.SendAsync("sensor", "b", "3");

        var (_, link) = await hub.ConnectReceiverAsync("filter");

        link.InputTexts.Should().Equal("b:1", "a:2", "b:3");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_OlderThanTheirTimeToLive_AreNotDelivered(bool clockMovesInSteps)
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(new JsonObject { ["route"] = ToIn, ["timeToLiveSecs"] = 60 });
        await hub.SendAsync("sensor", "o", "old");
        for (var i = 0; i < (clockMovesInSteps ? 60 : 1); i++)
            hub.Time.Advance(TimeSpan.FromSeconds(clockMovesInSteps ? 1 : 60));
        await hub.SendAsync("sensor", "o", "new");

        var (_, link) = await hub.ConnectReceiverAsync("filter");

        link.InputTexts.Should().Equal("in:new");
        hub.Hub.ReadStatistics().Endpoints.Single(endpoint => endpoint.Endpoint == "filter/in").Expired.Should().Be(1);
    }

    [Fact]
    public async Task Messages_OfAnEarlierHub_AreDeliveredByTheNext()
    {
        var store = new InMemoryHubStore();
        await using (var first = await TestHub.StartAsync(store: store))
        {
            await first.RouteAsync(ToIn);
            await first.SendAsync("sensor", "o", "a", "b");
            var (connection, link) = await first.ConnectReceiverAsync("filter");
            connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);
        }

        await using var second = await TestHub.StartAsync(store: store);
        await second.SendAsync("sensor", "o", "c");
        var (next, nextLink) = await second.ConnectAsync("filter");
        await nextLink.WaitForInputsAsync(1);
        next.Settle(nextLink.Inputs[0].PacketId, MessageOutcome.Completed);

        await nextLink.WaitForInputsAsync(2);
        nextLink.InputTexts.Should().Equal("in:b", "in:c");
    }
}
