namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>A transport of Microsoft's Node client.</summary>
/// <param name="Name">Its name in its package.</param>
/// <param name="Port">The port where it finds a hub; null when it knows it.</param>
/// <param name="NeedsAddress">Whether its hub needs an address for itself, because it knows no port but 443.</param>
internal sealed record NodeTransport(string Name, Func<HubFixture, int?> Port, bool NeedsAddress = false)
{
    private const int Https = 443;

    public static NodeTransport Mqtt { get; } = new("Mqtt", hub => hub.MqttPort);

    public static NodeTransport Amqp { get; } = new("Amqp", hub => hub.AmqpPort);

    public static NodeTransport MqttWebSockets { get; } = new("MqttWs", _ => null, NeedsAddress: true);

    public static NodeTransport AmqpWebSockets { get; } = new("AmqpWs", _ => null, NeedsAddress: true);

    /// <summary>Names a hub in a connection string.</summary>
    public string Gateway(HubFixture hub) => Port(hub) is { } port ? $"{hub.Host}:{port}" : hub.Host;

    /// <summary>Starts a hub that its clients find.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HubFixture> StartHubAsync(CancellationToken cancellationToken)
    {
        var address = NeedsAddress ? LoopbackAddress.Next() : null;
        if (address is not null) Needs.Port(address, Https);
        return HubFixture.StartAsync(address, NeedsAddress ? Https : 0, cancellationToken);
    }
}
