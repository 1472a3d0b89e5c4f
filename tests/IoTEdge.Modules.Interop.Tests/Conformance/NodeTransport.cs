namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>A transport of Microsoft's Node client.</summary>
/// <param name="Name">Its name in its package.</param>
/// <param name="Port">Where it finds a hub.</param>
internal sealed record NodeTransport(string Name, Func<HubFixture, int> Port)
{
    public static NodeTransport Mqtt { get; } = new("Mqtt", hub => hub.MqttPort);

    public static NodeTransport Amqp { get; } = new("Amqp", hub => hub.AmqpPort);
}
