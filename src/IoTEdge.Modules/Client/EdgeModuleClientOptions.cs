using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules;

/// <summary>Options of an <see cref="EdgeModuleClient"/>; the defaults are right for a module under IoT Edge.</summary>
public sealed record EdgeModuleClientOptions
{
    /// <summary>
    /// A file with the roots to trust, PEM; those and no others. Where the runtime's workload API tells whom to trust it is not used.
    /// </summary>
    /// <value>Default <see langword="null"/>: the file that the environment variable <c>EdgeModuleCACertificateFile</c> names; without either the system's roots, straight to an IoT hub only.</value>
    public string? CaCertificateFile { get; init; }

    /// <summary>How long a token is good for.</summary>
    /// <value>Default 1 hour. It is renewed when 85 % are over, at a quiet moment; over MQTT that means to reconnect.</value>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The first delay before connecting again.</summary>
    /// <value>Default 100 ms; doubled each time, with jitter, up to <see cref="MaxReconnectDelay"/>.</value>
    public TimeSpan MinReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay before connecting again.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most messages on their way to the hub; further sends wait.</summary>
    /// <value>Default 256.</value>
    public int MaxSendsInFlight { get; init; } = 256;

    /// <summary>The most received messages that wait for their handler or acknowledgement. A hub that sends more is disconnected.</summary>
    /// <value>Default 1,024; edgeHub sends one at a time.</value>
    public int MaxInputsInFlight { get; init; } = 1024;

    /// <summary>A folder that survives restarts of the module, for what it must not forget: messages of durable outputs.</summary>
    /// <value>Default <see langword="null"/>: there is none. A hosted module takes <see cref="EdgeModuleOptions.StoragePath"/>.</value>
    public string? StoragePath { get; init; }

    /// <summary>Says which product connects, for the hub's log.</summary>
    /// <value>Default <c>IoTEdge.Modules</c>.</value>
    public string ProductInfo { get; init; } = "IoTEdge.Modules";

    /// <summary>Where log messages go.</summary>
    /// <value>Default nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock, for tests.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Another way to reach the hub.</summary>
    /// <value>Default MQTT 3.1.1 over TLS, port 8883 unless the host name carries another.</value>
    public IModuleTransport? Transport { get; init; }
}
