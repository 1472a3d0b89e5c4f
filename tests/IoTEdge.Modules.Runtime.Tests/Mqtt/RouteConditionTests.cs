using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

/// <summary>Conditions over messages as they come over the wire.</summary>
public sealed class RouteConditionTests
{
    [Theory]
    [InlineData("%24.on=out&%24.ct=application%2Fjson&%24.ce=utf-8&level=high", """{"celsius":26}""", true)]
    [InlineData("%24.on=out&%24.ct=application%2Fjson&%24.ce=utf-8&LEVEL=high", """{"celsius":26}""", true)]
    [InlineData("%24.on=out&%24.ct=application%2Fjson&%24.ce=utf-8&level=high", """{"celsius":20}""", false)]
    [InlineData("%24.on=out&%24.ct=application%2Fjson%3B%20charset%3Dutf-8&%24.ce=utf-8&level=high", """{"celsius":26}""", false)]
    [InlineData("%24.on=out&level=high", """{"celsius":26}""", false)]
    [InlineData("%24.on=other&%24.ct=application%2Fjson&%24.ce=utf-8&level=high", """{"celsius":26}""", false)]
    public async Task Message_OverMqtt_ArrivesWhereItsRouteTakesIt(string properties, string body, bool arrives)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync(
            "FROM /messages/modules/sensor/outputs/out WHERE is_number($body.celsius) AND $body.celsius > 25 AND level = 'high' INTO BrokeredEndpoint(\"/modules/watch/inputs/hot\")",
            "FROM /messages/modules/sensor/* WHERE end = 'yes' INTO BrokeredEndpoint(\"/modules/watch/inputs/hot\")");
        await using var watch = await hub.ConnectReceiverAsync("watch");
        await using var sensor = await hub.ConnectAsync("sensor");

        await sensor.PublishAsync($"devices/edge/modules/sensor/messages/events/{properties}", body, 1);
        await sensor.PublishAsync("devices/edge/modules/sensor/messages/events/end=yes", "end", 2);

        var first = await watch.ReadPublishAsync();
        first.Payload.Should().Be(arrives ? body : "end", "messages of one sender stay in order");
    }
}
