using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttTwinTests
{
    private const string Get = "$iothub/twin/GET/?$rid=7";
    private const string Patch = "$iothub/twin/PATCH/properties/reported/?$rid=8";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Get_NewModule_IsEmptyWithVersions(string payload)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await client.SubscribeAsync("$iothub/twin/res/#");

        await client.PublishAsync(Get, payload, 0, MqttQualityOfService.AtMostOnce);

        var answer = await client.ReadPublishAsync();
        answer.Topic.Should().Be("$iothub/twin/res/200/?$rid=7");
        answer.Payload.Should().Be("{\"desired\":{\"$version\":1},\"reported\":{\"$version\":1}}");
    }

    [Fact]
    public async Task PatchReported_Twice_MergesAndSurvivesRestart()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await HubFixture.StartAsync(directory: directory))
        {
            await using var client = await fixture.ConnectAsync("filter");
            await client.SubscribeAsync("$iothub/twin/res/#");
            await client.PublishAsync(Patch, "{\"a\":1,\"b\":{\"c\":2}}", 0, MqttQualityOfService.AtMostOnce);
            (await client.ReadPublishAsync()).Topic.Should().Be("$iothub/twin/res/204/?$rid=8&$version=2");
            await client.PublishAsync(Patch, "{\"a\":null,\"b\":{\"d\":3}}", 0, MqttQualityOfService.AtMostOnce);
            (await client.ReadPublishAsync()).Topic.Should().Be("$iothub/twin/res/204/?$rid=8&$version=3");
        }

        await using var restarted = await HubFixture.StartAsync(directory: directory);
        var twin = await restarted.Hub.Twins.GetAsync(HubFixture.Identity("filter"), HubFixture.Cancellation);

        twin.Reported.ToWire().ToJsonString().Should().Be("{\"b\":{\"c\":2,\"d\":3},\"$version\":3}");
    }

    [Theory]
    [InlineData("{\"a.b\":1}", "Property name a.b contains invalid character '.'.")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{\"a\":", "not JSON")]
    public async Task PatchReported_BadPatch_IsAnsweredWithReasonAndConnectionStays(string patch, string reason)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await client.SubscribeAsync("$iothub/twin/res/#");

        // At quality of service 1, as Python does: it wants its PUBACK too.
        await client.PublishAsync(Patch, patch, 4);

        // Which of the two comes first does not matter.
        ReceivedMessage? answer = null;
        for (var i = 0; i < 2; i++)
            answer = await client.ReadAnyAsync(frame => frame.Type == MqttPacketType.PubAck ? answer : ReceivedMessage.From(MqttPublish.Read(frame)));
        answer.Should().NotBeNull();
        answer!.Topic.Should().Be("$iothub/twin/res/400/?$rid=8");
        var body = JsonNode.Parse(answer.Payload)!;
        body["errorCode"]!.GetValue<int>().Should().Be(400000);
        body["message"]!.GetValue<string>().Should().Contain(reason);
        await client.PingAsync();
    }

    [Fact]
    public async Task DesiredPatch_Subscribed_ArrivesWithVersion()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await client.SubscribeAsync("$iothub/twin/PATCH/properties/desired/#");

        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 30, ["gone"] = null }, HubFixture.Cancellation);

        var patch = await client.ReadPublishAsync();
        patch.Topic.Should().Be("$iothub/twin/PATCH/properties/desired/?$version=2");
        patch.Payload.Should().Be("{\"max\":30,\"gone\":null,\"$version\":2}");
    }

    [Fact]
    public async Task DesiredPatch_NotSubscribed_IsOnlyInTheTwin()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");

        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 30 }, HubFixture.Cancellation);

        await client.PingAsync();
    }

    [Fact]
    public async Task DesiredPut_ReplacesTellsNullsAndDoesNothingTheSecondTime()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await client.SubscribeAsync("$iothub/twin/PATCH/properties/desired/#");
        var identity = HubFixture.Identity("filter");
        await fixture.Hub.Twins.ReplaceDesiredAsync(identity, new JsonObject { ["a"] = 1, ["b"] = 2 }, HubFixture.Cancellation);
        await client.ReadPublishAsync();

        var twin = await fixture.Hub.Twins.ReplaceDesiredAsync(identity, new JsonObject { ["b"] = 3 }, HubFixture.Cancellation);
        var again = await fixture.Hub.Twins.ReplaceDesiredAsync(identity, new JsonObject { ["b"] = 3 }, HubFixture.Cancellation);

        twin.Desired.ToWire().ToJsonString().Should().Be("{\"b\":3,\"$version\":3}");
        again.Desired.Version.Should().Be(3);
        (await client.ReadPublishAsync()).Payload.Should().Be("{\"b\":3,\"a\":null,\"$version\":3}");
        await client.PingAsync();
    }

    [Fact]
    public async Task EdgeHub_BadRoute_KeepsTheLastGoodOnesAndReportsWhy()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");

        await fixture.RouteAsync("FROM /messages/* INTO $upstream", "FROM /messages/* INTO nowhere");

        fixture.Hub.ReadStatistics().Routes.Should().ContainSingle();
        var reported = (await fixture.Hub.Twins.GetAsync(HubFixture.Identity("$edgeHub"), HubFixture.Cancellation)).Reported.Properties;
        reported["lastDesiredVersion"]!.GetValue<long>().Should().Be(3);
        reported["lastDesiredStatus"]!["code"]!.GetValue<int>().Should().Be(400);
        reported["lastDesiredStatus"]!["description"]!.GetValue<string>().Should().Contain("route 'r1'");
    }
}
