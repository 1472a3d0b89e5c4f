using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

/// <summary>Changes of reported properties as messages, from <c>/twinChangeNotifications</c>.</summary>
public sealed class TwinChangeTests
{
    private const string Reported = "$iothub/twin/PATCH/properties/reported/?$rid=1";

    [Theory]
    [InlineData("FROM /twinChangeNotifications INTO BrokeredEndpoint(\"/modules/watch/inputs/twins\")")]
    [InlineData("FROM /twinChangeNotifications/* WHERE $messageSchema = 'twinChangeNotification' AND $connectionModuleId = '$edgeHub' INTO BrokeredEndpoint(\"/modules/watch/inputs/twins\")")]
    [InlineData("FROM /twinChangeNotifications WHERE $rpSenderModuleId = 'sensor' AND $rpSenderDeviceId = 'edge' AND $messageType = 'twinChangeNotification' INTO BrokeredEndpoint(\"/modules/watch/inputs/twins\")")]
    [InlineData("FROM /* INTO BrokeredEndpoint(\"/modules/watch/inputs/twins\")")]
    public async Task Change_OfReportedProperties_ReachesAModuleAsAMessageOfTheOneThatReports(string route)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync(route);
        await using var watch = await hub.ConnectReceiverAsync("watch");
        await using var sensor = await hub.ConnectAsync("sensor");
        await sensor.SubscribeAsync("$iothub/twin/res/#");

        await sensor.PublishAsync(Reported, """{"firmware":"1.1"}""", 0, MqttQualityOfService.AtMostOnce);

        var message = await watch.ReadPublishAsync();
        message.Topic.Should().Be("devices/edge/modules/watch/inputs/twins/%24.schema=twinChangeNotification&%24.cdid=edge&%24.cmid=sensor");
        message.Payload.Should().Be("""{"firmware":"1.1"}""");
        (await sensor.ReadPublishAsync()).Topic.Should().StartWith("$iothub/twin/res/204/");
    }

    [Theory]
    [InlineData("FROM /messages/* INTO $upstream")]
    [InlineData("FROM /twinChangeNotifications WHERE $connectionModuleId = 'sensor' INTO $upstream")]
    [InlineData("FROM /twinChangeNotifications WHERE $body.firmware = '1.1' OR is_defined($body.firmware) INTO $upstream")]
    public async Task Change_ThatNoRouteTakes_IsNoMessage(string route)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync(route);
        await using var sensor = await hub.ConnectAsync("sensor");
        await sensor.SubscribeAsync("$iothub/twin/res/#");

        await sensor.PublishAsync(Reported, """{"firmware":"1.1"}""", 0, MqttQualityOfService.AtMostOnce);
        await sensor.ReadPublishAsync();

        (await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.Zero, HubFixture.Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task Change_ThatIsRefused_IsNoMessage()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /* INTO $upstream");
        await using var sensor = await hub.ConnectAsync("sensor");
        await sensor.SubscribeAsync("$iothub/twin/res/#");

        await sensor.PublishAsync(Reported, """{"a.b":1}""", 0, MqttQualityOfService.AtMostOnce);

        (await sensor.ReadPublishAsync()).Topic.Should().StartWith("$iothub/twin/res/400/");
        (await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.Zero, HubFixture.Cancellation)).Should().BeEmpty();
    }
}
