using System.Net;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging;
using Polly.Registry;

namespace IoTEdge.Modules;

/// <summary>Options of an <see cref="EdgeModuleClient"/>; the defaults are right for a module under IoT Edge.</summary>
public sealed record EdgeModuleClientOptions
{
    /// <summary>
    /// A file with the roots to trust, PEM; those and no others. Where the runtime's workload API tells whom to trust it is not used.
    /// </summary>
    /// <value>Default <see langword="null"/>: the file that the environment variable <c>EdgeModuleCACertificateFile</c> names; without either the system's roots, straight to an IoT hub only.</value>
    public string? CaCertificateFile { get; init; }

    /// <summary>How the hub is reached.</summary>
    /// <value>Default <see cref="HubProtocol.MqttWithFallback"/>: MQTT on port 8883, else over WebSockets on port 443.</value>
    public HubProtocol Protocol { get; init; }

    /// <summary>The web proxy for MQTT over WebSockets; MQTT on TLS uses none.</summary>
    /// <value>Default <see langword="null"/>: the one that the environment names (<c>HTTPS_PROXY</c>, but not for hosts of <c>NO_PROXY</c>), on Windows and macOS also the system's.</value>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long a token is good for.</summary>
    /// <value>Default 1 hour. It is renewed when 85 % are over, at a quiet moment; over MQTT that means to reconnect.</value>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The first delay before connecting again.</summary>
    /// <value>Default 100 ms; doubled each time, with jitter, up to <see cref="MaxReconnectDelay"/>.</value>
    public TimeSpan MinReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay before connecting again.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many attempts to connect again may be refused until the module is let in once more: unknown identity, wrong key, a certificate
    /// that is not trusted. Then the client gives up (<see cref="ConnectionStatus.Faulted"/>). A hub that cannot be reached does not count.
    /// </summary>
    /// <value>Default 20, with the default delays a little more than the 2 min after which edgeHub looks at its identities again. 0 never gives up.</value>
    public int MaxRefusals { get; init; } = 20;

    /// <summary>
    /// How long the hub may take to answer: get the twin, change reported properties, subscribe. The wait for a connection does not count;
    /// the caller's token ends that.
    /// </summary>
    /// <value>Default 1 min, as Microsoft's client waits (protocol section 1.6).</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the hub may take to acknowledge a message. A hub that does not is as good as gone: the connection is dropped, and the next
    /// one sends the message again. No send fails by it.
    /// </summary>
    /// <value>Default 1 min. <see cref="Timeout.InfiniteTimeSpan"/> waits until the connection is lost.</value>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a send may take altogether, the time without a hub included; then it fails with <see cref="EdgeModuleErrorReason.Timeout"/>.
    /// The message may still arrive.
    /// </summary>
    /// <value>Default <see langword="null"/>: a send waits until the hub has the message, or its token is cancelled. Not looked at where <see cref="Pipelines"/> has <c>edge-send</c>.</value>
    public TimeSpan? SendTimeout { get; init; }

    /// <summary>Polly pipelines that take the place of the defaults, by the names in <see cref="EdgeModulePipelines"/>.</summary>
    /// <value>Default <see langword="null"/>. A hosted module takes the registry of the host's services, where there is one.</value>
    public ResiliencePipelineProvider<string>? Pipelines { get; init; }

    /// <summary>The most messages on their way to the hub; further sends wait. Durable outputs together have a window of their own of the same size.</summary>
    /// <value>Default 256.</value>
    public int MaxSendsInFlight { get; init; } = 256;

    /// <summary>The most received messages that wait for their handler or acknowledgement. A hub that sends more is disconnected.</summary>
    /// <value>Default 1,024; edgeHub sends one at a time.</value>
    public int MaxInputsInFlight { get; init; } = 1024;

    /// <summary>The port of HTTPS at the hub or gateway, where direct methods of other modules are called.</summary>
    /// <value>Default 443.</value>
    public int HttpsPort { get; init; } = 443;

    /// <summary>A folder that survives restarts of the module, for what it must not forget: messages of durable outputs.</summary>
    /// <value>Default <see langword="null"/>: there is none. A hosted module takes <see cref="EdgeModuleOptions.StoragePath"/>.</value>
    public string? StoragePath { get; init; }

    /// <summary>Says which product connects, for the hub's log.</summary>
    /// <value>Default <c>IoTEdge.Modules</c>.</value>
    public string ProductInfo { get; init; } = "IoTEdge.Modules";

    /// <summary>The IoT Plug and Play model that the module implements, told to the hub with each connect: <c>dtmi:com:example:Filter;1</c>.</summary>
    /// <value>Default none.</value>
    public string? ModelId { get; init; }

    /// <summary>Where log messages go.</summary>
    /// <value>Default nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock, for tests.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Another way to reach the hub.</summary>
    /// <value>Default MQTT 3.1.1, as <see cref="Protocol"/> says.</value>
    public IModuleTransport? Transport { get; init; }
}
