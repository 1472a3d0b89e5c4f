using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttDeliveryTests
{
    [Fact]
    public async Task Message_OfOutputWithRoute_ArrivesAtInputOnceWithProperties()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/modules/sensor/outputs/readings INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var sender = await fixture.ConnectAsync("sensor");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");

        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/%24.mid=m1&%24.on=readings&machine=press%201/", "{\"celsius\":21}", 9);

        (await sender.ReadPubAckAsync()).Should().Be(9);
        var message = await receiver.ReadPublishAsync();
        message.Topic.Should().Be("devices/edge/modules/filter/inputs/in/%24.mid=m1&machine=press%201&%24.cdid=edge&%24.cmid=sensor");
        message.Payload.Should().Be("{\"celsius\":21}");
        message.QualityOfService.Should().Be(MqttQualityOfService.AtLeastOnce);
        await receiver.AcknowledgeAsync(message.PacketId);
        await receiver.PingAsync();
    }
}
