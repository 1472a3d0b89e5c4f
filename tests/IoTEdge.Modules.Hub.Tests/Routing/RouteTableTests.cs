using IoTEdge.Modules.Hub.Sessions;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Tests.Routing;

public sealed class RouteTableTests
{
    [Fact]
    public async Task Message_TwoRoutesToOneInput_ArrivesOnceWithTheBetterPriority()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(
            new JsonObject { ["route"] = "FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")", ["priority"] = 7 },
            new JsonObject { ["route"] = "FROM /messages/modules/sensor/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")", ["priority"] = 2 });

        await hub.SendAsync("sensor", "o", "x");

        var statistics = hub.Hub.ReadStatistics();
        statistics.Endpoints.Where(endpoint => endpoint.Queued > 0).Should().ContainSingle().Which.Priority.Should().Be(2);
        statistics.Routes.Select(route => route.Matched).Should().Equal([1, 1], "both routes matched, whichever counts");
    }

    [Fact]
    public async Task Message_RoutesToSeveralEndpoints_GoesOnceToEach()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(
            "FROM /messages/* INTO $upstream",
            "FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")",
            "FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/other\")");
        var (connection, link) = await hub.ConnectReceiverAsync("filter");

        await hub.SendAsync("sensor", "o", "x");
        connection.Settle(link.Inputs[0].PacketId, MessageOutcome.Completed);

        link.InputTexts.Should().BeEquivalentTo("in:x", "other:x");
        (await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.Zero, TestHub.Cancellation)).Should().ContainSingle();
    }

    [Fact]
    public async Task Routes_Changed_KeepTheirCountersAndApplyAtOnce()
    {
        const string route = "FROM /messages/* INTO $upstream";
        await using var hub = await TestHub.StartAsync();
        await hub.SendAsync("sensor", "o", "dropped");
        await hub.RouteAsync(route);
        await hub.SendAsync("sensor", "o", "counted");

        await hub.RouteAsync(route, "FROM /messages/modules/nobody/* INTO $upstream");

        var statistics = hub.Hub.ReadStatistics();
        statistics.Dropped.Should().Be(1);
        statistics.Routes.Select(entry => entry.Matched).Should().Equal(1, 0);
    }
}
