namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>A transport of Microsoft's Node client.</summary>
/// <param name="Name">Its name in its package.</param>
/// <param name="Port">The port where it finds a hub; null when it knows it.</param>
/// <param name="Address">The address that its hub needs for itself, because it knows no port but 443; null when it does not.</param>
internal sealed record NodeTransport(string Name, Func<HubFixture, int?> Port, string? Address = null)
{
    private const int Https = 443;

    public static NodeTransport Mqtt { get; } = new("Mqtt", hub => hub.MqttPort);

    public static NodeTransport Amqp { get; } = new("Amqp", hub => hub.AmqpPort);

    public static NodeTransport MqttWebSockets { get; } = new("MqttWs", _ => null, "127.0.0.43");

    public static NodeTransport AmqpWebSockets { get; } = new("AmqpWs", _ => null, "127.0.0.44");

    /// <summary>Names a hub in a connection string.</summary>
    public string Gateway(HubFixture hub) => Port(hub) is { } port ? $"{hub.Host}:{port}" : hub.Host;

    /// <summary>Starts a hub that its clients find.</summary>
    /// <param name="isSecond">Whether there is one already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HubFixture> StartHubAsync(bool isSecond, CancellationToken cancellationToken)
    {
        var address = isSecond ? Address?.Replace("127.0.0.", "127.0.1.", StringComparison.Ordinal) : Address;
        if (address is not null) Needs.Port(address, Https);
        return HubFixture.StartAsync(address, address is null ? 0 : Https, cancellationToken);
    }
}
