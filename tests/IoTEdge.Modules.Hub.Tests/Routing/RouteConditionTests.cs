using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Tests.Routing;

public sealed class RouteConditionTests
{
    private const string Json = "%24.on=o&%24.ct=application%2Fjson&%24.ce=utf-8";

    [Theory]
    [InlineData("$body.celsius > 25", true)]
    [InlineData("$body.celsius > 30", false)]
    [InlineData("level = 'high'", true)]
    [InlineData("LEVEL = 'high'", true)]
    [InlineData("level = 'High'", false)]
    [InlineData("$contentType = 'application/json'", true)]
    [InlineData("$outputName = 'o'", true)]
    [InlineData("$connectionDeviceId = 'edge' AND $connectionModuleId = 'sensor'", true)]
    [InlineData("$edgeHubOriginInterface = 'internal'", true)]
    [InlineData("is_defined($edgeMessageId)", true)]
    [InlineData("is_defined($messageId)", false)]
    [InlineData("is_defined($enqueuedTime)", false)]
    [InlineData("contentType = 'application/json'", false)]
    public async Task Message_ThatMeetsTheCondition_IsRouted(string condition, bool isRouted)
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync($"FROM /messages/* WHERE {condition} INTO $upstream");

        await hub.SendWithAsync("sensor", Json + "&level=high", "{\"celsius\":26}");

        var statistics = hub.Hub.ReadStatistics();
        statistics.Routes.Should().ContainSingle().Which.Matched.Should().Be(isRouted ? 1 : 0);
        statistics.Dropped.Should().Be(isRouted ? 0 : 1);
        (await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.Zero, TestHub.Cancellation)).Should().HaveCount(isRouted ? 1 : 0);
    }

    [Fact]
    public async Task Message_ThatClaimsAnId_IsKnownByItsConnection()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync("FROM /messages/* WHERE $connectionModuleId = 'boss' INTO $upstream", "FROM /messages/* WHERE $.cmid = 'boss' INTO $upstream");

        await hub.SendWithAsync("sensor", "%24.cmid=boss", "x");

        hub.Hub.ReadStatistics().Routes.Select(route => route.Matched).Should().Equal([0, 1], "what a client says of itself is a property of the application");
    }

    [Fact]
    public async Task Message_ThatMeetsConditionsOfSeveralRoutesToOneEndpoint_ArrivesOnceWithTheBestPriorityOfThose()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(
            Route("WHERE $body.celsius > 100", 0),
            Route("WHERE $body.celsius > 25", 3),
            Route("", 7));

        await hub.SendWithAsync("sensor", Json, "{\"celsius\":26}");

        var statistics = hub.Hub.ReadStatistics();
        statistics.Routes.Select(route => route.Matched).Should().Equal(0, 1, 1);
        statistics.Endpoints.Where(endpoint => endpoint.Queued > 0).Should().ContainSingle().Which.Priority.Should().Be(3);

        static JsonObject Route(string condition, int priority) => new()
        {
            ["route"] = $"FROM /messages/modules/sensor/* {condition} INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")",
            ["priority"] = priority,
        };
    }

    [Fact]
    public async Task Message_WithABodyThatIsNoJson_IsRoutedByItsPropertiesOnly()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync("FROM /messages/* WHERE $body.x = 1 INTO $upstream", "FROM /messages/* WHERE is_defined($body.x) OR level = 'high' INTO $upstream");

        await hub.SendWithAsync("sensor", Json + "&level=high", "{\"x\":", "no json", "");

        hub.Hub.ReadStatistics().Routes.Select(route => route.Matched).Should().Equal(0, 3);
    }

    [Fact]
    public async Task Message_ThatNoRouteTakes_IsAcknowledgedAndCounted()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync("FROM /messages/modules/other/* INTO $upstream", "FROM /messages/* WHERE level = 'low' INTO $upstream");

        // Sending waits for the acknowledgement.
        await hub.SendWithAsync("sensor", "level=high", "x");

        hub.Hub.ReadStatistics().Dropped.Should().Be(1);
    }
}
