using IoTEdge.Modules.Hub;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>What a local hub is told before it starts.</summary>
public sealed record LocalHubOptions
{
    /// <summary>The directory of the runtime's state: certificates, database, control socket. Made when it is missing.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>What the hub itself is told: device, host names, window.</summary>
    public required EdgeHubOptions Hub { get; init; }

    /// <summary>The address to listen on.</summary>
    /// <value>The default is <c>127.0.0.1</c>.</value>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port for MQTT over TLS; 0 takes any free one.</summary>
    /// <value>The default is 8883.</value>
    public int MqttPort { get; init; } = 8883;

    /// <summary>The port for AMQP over TLS; 0 takes any free one.</summary>
    /// <value>The default is 5671.</value>
    public int AmqpPort { get; init; } = 5671;

    /// <summary>The port for HTTPS, where modules call direct methods, services drive the hub, and MQTT and AMQP come in over WebSockets; 0 takes any free one.</summary>
    /// <value>The default is <see langword="null"/>: 443, the only one that Microsoft's clients know, or any free one where that cannot be had.</value>
    public int? HttpsPort { get; init; }

    /// <summary>
    /// Where messages at <c>$upstream</c> go on to, in order and at least once: the path of a file for lines of JSON, <c>mqtt://</c> or <c>mqtts://</c>
    /// of a broker, or the connection string of a module or device at an IoT Hub or at another local hub. May be a secret.
    /// </summary>
    /// <value>The default is <see langword="null"/>: they stay in the store, to be looked at.</value>
    public string? Upstream { get; init; }

    /// <summary>The only authority that is trusted upstream, a PEM file.</summary>
    /// <value>The default is <see langword="null"/>: the authorities of the system.</value>
    public string? UpstreamCertificatePath { get; init; }

    /// <summary>Whether an acknowledged message survives the end of power, not only the end of the process. Slower.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where to log.</summary>
    /// <value>The default is nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
