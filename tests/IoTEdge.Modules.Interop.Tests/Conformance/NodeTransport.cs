namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>A transport of Microsoft's Node client.</summary>
/// <param name="Name">Its name in its package.</param>
/// <param name="Port">The port where it finds a hub; null when it knows no other than 443.</param>
internal sealed record NodeTransport(string Name, Func<HubFixture, int?> Port)
{
    public static NodeTransport Mqtt { get; } = new("Mqtt", hub => hub.MqttPort);

    public static NodeTransport Amqp { get; } = new("Amqp", hub => hub.AmqpPort);

    public static NodeTransport MqttWebSockets { get; } = new("MqttWs", _ => null);

    public static NodeTransport AmqpWebSockets { get; } = new("AmqpWs", _ => null);

    /// <summary>Names a hub in a connection string.</summary>
    public string Gateway(HubFixture hub) => Port(hub) is { } port ? $"{hub.Address}:{port}" : hub.Address;

    /// <summary>Starts a hub that its clients find.</summary>
    public Task<HubFixture> StartHubAsync(CancellationToken cancellationToken) =>
        this == MqttWebSockets || this == AmqpWebSockets ? HubFixture.StartOnStandardPortsAsync(cancellationToken) : HubFixture.StartAsync(cancellationToken);
}
