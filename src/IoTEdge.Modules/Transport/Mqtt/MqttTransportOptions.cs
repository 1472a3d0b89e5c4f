namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Times and bounds of the MQTT transport.</summary>
internal sealed record MqttTransportOptions
{
    /// <summary>The longest silence before the client asks for a sign of life twice over. IoT Hub takes up to 1,177 s (protocol section 1.1.6).</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one attempt to connect and subscribe may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one of two ways to the hub may take to be open, before the other is tried.</summary>
    public TimeSpan FallbackTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the hub may take to answer a twin request; Microsoft's client waits as long (protocol section 1.6).</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long what is left may take to leave when the connection is closed.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most received messages that wait for their acknowledgement. edgeHub sends one at a time (protocol section 1.5).</summary>
    public int MaxInputsInFlight { get; init; } = 1024;

    /// <summary>The largest packet that is taken from the hub: a message of 256 KiB and its topic of 64 KiB.</summary>
    public int MaxPacketSize { get; init; } = (256 + 64 + 1) * 1024;
}
