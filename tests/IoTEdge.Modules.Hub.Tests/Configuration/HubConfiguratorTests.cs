using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Configuration;
using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Tests.Configuration;

public sealed class HubConfiguratorTests
{
    private const string Good = "FROM /messages/* INTO $upstream";

    // temperature is a text, and 20 a number: it cannot be compiled.
    private const string BadCondition = "FROM /messages/* WHERE temperature > 20 INTO $upstream";

    [Fact]
    public async Task Routes_WithASyntaxError_AreReportedAs400AndTheOldOnesStay()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(Good);

        await hub.RouteAsync(Good, "FROM /messages/* INTO $upsteam");

        var status = await StatusAsync(hub);
        status["code"]!.GetValue<int>().Should().Be(400);
        status["description"]!.GetValue<string>().Should().StartWith("Error while parsing desired properties - The route 'r1'").And.Contain("$upsteam is no sink");
        hub.Hub.ReadStatistics().Routes.Should().ContainSingle();
    }

    [Fact]
    public async Task Routes_WithAConditionThatDoesNotCompile_AreReportedAs200AndTheOldOnesStay()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(Good);

        await hub.RouteAsync(BadCondition, Good, Good);

        var status = await StatusAsync(hub);
        status.ToJsonString().Should().Be("""{"code":200,"description":""}""");
        hub.Hub.ReadStatistics().Routes.Should().ContainSingle();
        hub.Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Id == 3050).Which.Message.Should().Contain("between a text and a number");
    }

    [Theory]
    [InlineData(BadCondition, "between a text and a number")]
    [InlineData("FROM nothing", "begins with /")]
    public async Task Hub_ThatStartsWithRoutesItCannotUse_RefusesAndSaysWhich(string route, string reason)
    {
        var store = new InMemoryHubStore();
        await using (var hub = await TestHub.StartAsync(store: store))
            await hub.RouteAsync(route);

        var act = () => TestHub.StartAsync(store: store);

        (await act.Should().ThrowAsync<HubConfigurationException>()).WithMessage($"*'r0'*{reason}*");
    }

    [Fact]
    public async Task Routes_WithTextAfterTheSink_ApplyWithoutItAndAreLogged()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync("FROM /messages/* INTO $upstream WHERE level = 'high'");

        await hub.SendAsync("m", "o", "x");

        hub.Hub.ReadStatistics().Routes.Should().ContainSingle().Which.Matched.Should().Be(1);
        hub.Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Id == 3051).Which.Message.Should().EndWith("WHERE level = 'high'");
    }

    [Fact]
    public async Task Routes_Removed_AreNotMissed()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync(Good, Good);

        await hub.RouteAsync();

        hub.Hub.ReadStatistics().Routes.Should().BeEmpty();
        (await StatusAsync(hub))["code"]!.GetValue<int>().Should().Be(200);
    }

    [Theory]
    [InlineData(BadCondition, "RTE002")]
    [InlineData("FROM /messages/* INTO $upstream WHERE level = 'high'", "RTE003")]
    [InlineData("FROM /messages WHERE level-5 = 'x' INTO $upstream", "RTE006")]
    [InlineData("FROM /messages WHERE $body.celsius > 25 INTO $upstream", "RTE007")]
    [InlineData("FROM /messages/modules/*/outputs/x INTO $upstream", "RTE016")]
    [InlineData("FROM /twinChangeNotifications WHERE $body.mode = 'on' INTO $upstream", "RTE014")]
    public async Task Routes_ThatSurprise_AreAnErrorWhereTheHubIsStrict(string route, string code)
    {
        await using var hub = await TestHub.StartAsync(strict: true);
        await hub.RouteAsync(Good, "FROM /messages/modules/nobody/* WHERE is_number($body.t) AND $body.t > 25 INTO $upstream");

        await hub.RouteAsync(Good, route, Good);

        var status = await StatusAsync(hub);
        status["code"]!.GetValue<int>().Should().Be(400);
        status["description"]!.GetValue<string>().Should().Contain(code);
        hub.Hub.ReadStatistics().Routes.Should().HaveCount(2, "the old routes stay");
    }

    [Fact]
    public async Task Hub_ThatIsStrictAndStartsWithRoutesThatSurprise_AppliesThem()
    {
        var store = new InMemoryHubStore();
        await using (var lenient = await TestHub.StartAsync(store: store))
            await lenient.RouteAsync("FROM /messages WHERE $body.celsius > 25 INTO $upstream");

        await using var hub = await TestHub.StartAsync(store: store, strict: true);

        hub.Hub.ReadStatistics().Routes.Should().ContainSingle();
    }

    private static async Task<JsonNode> StatusAsync(TestHub hub) =>
        (await hub.Hub.Twins.GetAsync(TestHub.Identity("$edgeHub"), TestHub.Cancellation)).Reported.Properties["lastDesiredStatus"]!;
}
