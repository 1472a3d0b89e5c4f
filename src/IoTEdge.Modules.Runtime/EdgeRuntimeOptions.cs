using IoTEdge.Modules.Runtime.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Runtime;

/// <summary>What a local runtime is started with.</summary>
public sealed record EdgeRuntimeOptions
{
    /// <summary>The port that clients use without being told (protocol section 0.2).</summary>
    public const int DefaultMqttPort = 8883;

    /// <summary>The deployment manifest. Default: <c>deployment.json</c> in the working directory.</summary>
    public string ManifestPath { get; init; } = "deployment.json";

    /// <summary>The image file. Default: <c>images.json</c> beside the manifest.</summary>
    public string? ImagesPath { get; init; }

    /// <summary>The directory of the runtime's state. Default: <c>.iotedge</c> in the working directory.</summary>
    public string StateDirectory { get; init; } = State.StateDirectory.DefaultName;

    /// <summary>Whether the state is forgotten before the start. Default: no, the runtime resumes it.</summary>
    public bool Fresh { get; init; }

    /// <summary>The id of the device. Default: <c>edge-device</c>.</summary>
    public string DeviceId { get; init; } = "edge-device";

    /// <summary>The IoT hub that tokens are made for; nothing connects to it. Default: <c>local.azure-devices.net</c>.</summary>
    public string HubHostName { get; init; } = "local.azure-devices.net";

    /// <summary>The name under which modules find the hub; its certificate carries it. Default: <c>localhost</c>.</summary>
    public string GatewayHostName { get; init; } = "localhost";

    /// <summary>The address that the hub listens on. Default: <c>127.0.0.1</c>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The hub's MQTT port; 0 takes a free one. Default: 8883.</summary>
    public int MqttPort { get; init; } = DefaultMqttPort;

    /// <summary>The hub's AMQP port; 0 takes a free one. Default: 5671, the only one that clients use without being told.</summary>
    public int AmqpPort { get; init; } = 5671;

    /// <summary>
    /// The hub's HTTPS port, for methods, services and WebSockets; 0 takes a free one, which modules of this SDK are told.
    /// Default: null, 443, the only one that Microsoft's clients know, or a free one where that cannot be had.
    /// </summary>
    public int? HttpsPort { get; init; }

    /// <summary>
    /// Where messages at <c>$upstream</c> go on to, in order and at least once: the path of a file for lines of JSON, <c>mqtt://</c> or <c>mqtts://</c>
    /// of a broker, or the connection string of a module or device at an IoT Hub or at another local hub. Default: null, they stay to be looked at.
    /// </summary>
    public string? Upstream { get; init; }

    /// <summary>The only authority that is trusted upstream, a PEM file. Default: null, those of the system.</summary>
    public string? UpstreamCertificatePath { get; init; }

    /// <summary>How many messages the hub sends to one input without an acknowledgement; null leaves it to the hub.</summary>
    public int? InFlight { get; init; }

    /// <summary>Turns what edgeHub does surprisingly into errors: routes of the manifest that would surprise start nothing. Default: <see langword="false"/>.</summary>
    public bool Strict { get; init; }

    /// <summary>How modules learn who they are. Default: <see cref="ModuleCredentials.Workload"/>.</summary>
    public ModuleCredentials Credentials { get; init; }

    /// <summary>The pause before the first restart of a module; each next one is twice as long, up to 30 times this. Default: 1 s (edgeAgent: 10 s).</summary>
    public TimeSpan CoolOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether project images are taken as they were built last. Default: no, they are built.</summary>
    public bool NoBuild { get; init; }

    /// <summary>The configuration in which project images are built. Default: <c>Debug</c>.</summary>
    public string Configuration { get; init; } = "Debug";

    /// <summary>Takes each line that a module writes; called from many threads at once. Default: lines go to the log files only.</summary>
    public Action<ModuleLogLine>? OnLine { get; init; }

    /// <summary>Called once the hub is there and before the first module starts.</summary>
    internal Action<EdgeRuntime>? OnStarting { get; init; }

    /// <summary>Takes what the runtime has to say of itself. Default: nothing does.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
