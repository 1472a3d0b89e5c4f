using System.Globalization;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>The options of the command line, for reading it and for its help.</summary>
internal static class RunOptions
{
    public static IReadOnlyList<RunOption> All { get; } =
    [
        Text("--manifest", "file", "the deployment manifest (default: deployment.json)", (options, value) => options with { ManifestPath = value }),
        Text("--images", "file", "the image file (default: images.json beside the manifest)", (options, value) => options with { ImagesPath = value }),
        Text("--state", "directory", "where everything is kept (default: .iotedge)", (options, value) => options with { StateDirectory = value }),
        Switch("--fresh", "forget the state of earlier runs first", options => options with { Fresh = true }),
        new("--for", "duration", "end by itself after a while, for example 20s", (settings, value) => settings with { For = Durations.Parse(value) }),
        Text("--device-id", "id", "the id of the device (default: edge-device)", (options, value) => options with { DeviceId = Device(value) }),
        Text("--gateway-host-name", "name", "the name under which modules find the hub (default: localhost)", (options, value) => options with { GatewayHostName = value }),
        Text("--hub-host-name", "name", "the IoT hub that tokens are made for (default: local.azure-devices.net)", (options, value) => options with { HubHostName = value }),
        Text("--address", "address", "the address that the hub listens on (default: 127.0.0.1)", (options, value) => options with { Address = value }),
        Text("--amqp-port", "port", "the hub's AMQP port, 0 for a free one (default: 5671)", (options, value) => options with { AmqpPort = Number(value, 0, 65535) }),
        Text("--https-port", "port", "the hub's HTTPS port, 0 for a free one (default: 443, or a free one)", (options, value) => options with { HttpsPort = Number(value, 0, 65535) }),
        Text("--mqtt-port", "port", "the hub's MQTT port, 0 for a free one (default: 8883)", (options, value) => options with { MqttPort = Number(value, 0, 65535) }),
        Text("--in-flight", "count", "messages on their way to one input at a time (default: the hub's)", (options, value) => options with { InFlight = Number(value, 1, 65535) }),
        Switch("--strict", "take what edgeHub does surprisingly for errors", options => options with { Strict = true }),
        Text("--upstream", "target", "where $upstream goes on to: a file, mqtt://host or a connection string", (options, value) => options with { Upstream = value }),
        Text("--upstream-ca", "file", "the authority to trust there (default: the system's)", (options, value) => options with { UpstreamCertificatePath = Path.GetFullPath(value) }),
        Text("--credentials", "kind", "workload or connection-string (default: workload)", (options, value) => options with { Credentials = Credentials(value) }),
        Text("--cool-off", "duration", "the pause before a first restart, then doubled (default: 1s; edgeAgent: 10s)", (options, value) => options with { CoolOff = Durations.Parse(value) }),
        Switch("--no-build", "take project images as they were built last", options => options with { NoBuild = true }),
        Text("--configuration", "name", "the configuration to build them in (default: Debug)", (options, value) => options with { Configuration = value }),
        new("--no-color", null, "print without colors, as with NO_COLOR", (settings, _) => settings with { NoColor = true }),
        new("--help", null, "print this", (settings, _) => settings with { Help = true }),
    ];

    private static RunOption Text(string name, string value, string description, Func<EdgeRuntimeOptions, string, EdgeRuntimeOptions> apply) =>
        new(name, value, description, (settings, text) => settings with { Options = apply(settings.Options, text) });

    private static RunOption Switch(string name, string description, Func<EdgeRuntimeOptions, EdgeRuntimeOptions> apply) =>
        new(name, null, description, (settings, _) => settings with { Options = apply(settings.Options) });

    private static int Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"'{text}' is no whole number from {min} to {max}.");

    // Throws a FormatException that says which characters there may be.
    private static string Device(string text) => new ModuleIdentity(text, "$edgeAgent").DeviceId;

    private static ModuleCredentials Credentials(string text) => text switch
    {
        "workload" => ModuleCredentials.Workload,
        "connection-string" => ModuleCredentials.ConnectionString,
        _ => throw new FormatException($"'{text}' is neither 'workload' nor 'connection-string'."),
    };
}
