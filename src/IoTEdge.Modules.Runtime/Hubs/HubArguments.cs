using System.Globalization;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.State;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>The arguments of the verb <c>hub</c>.</summary>
/// <param name="Options">What the hub is told.</param>
/// <param name="LogLevel">What it logs at least.</param>
internal sealed record HubArguments(LocalHubOptions Options, LogLevel LogLevel)
{
    public const string Usage = """
        hub --device-id <id> [--state <directory>] [--hub-host-name <name>] [--gateway-host-name <name>]
            [--address <ip>] [--mqtt-port <port>] [--amqp-port <port>] [--https-port <port>] [--in-flight <messages>] [--upstream <target>] [--upstream-ca <file>] [--strict] [--survive-power-loss] [--log-level <level>]
        """;

    /// <exception cref="LocalHubException">An argument is unknown, has no value, or has a wrong one.</exception>
    public static HubArguments Parse(IReadOnlyList<string> arguments)
    {
        var hub = new EdgeHubOptions { DeviceId = "" };
        var options = new LocalHubOptions { StateDirectory = StateDirectory.DefaultName, Hub = hub };
        var level = LogLevel.Information;
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name == "--survive-power-loss")
            {
                options = options with { SurvivesPowerLoss = true };
                continue;
            }

            if (name == "--strict")
            {
                hub = hub with { Strict = true };
                continue;
            }

            var value = i + 1 < arguments.Count ? arguments[++i] : throw new LocalHubException($"{name} needs a value.\n{Usage}");
            switch (name)
            {
                case "--state": options = options with { StateDirectory = value }; break;
                case "--address": options = options with { Address = value }; break;
                case "--mqtt-port": options = options with { MqttPort = Number(name, value, 0, 65535) }; break;
                case "--amqp-port": options = options with { AmqpPort = Number(name, value, 0, 65535) }; break;
                case "--https-port": options = options with { HttpsPort = Number(name, value, 0, 65535) }; break;
                case "--upstream": options = options with { Upstream = value }; break;
                case "--upstream-ca": options = options with { UpstreamCertificatePath = value }; break;
                case "--device-id": hub = hub with { DeviceId = value }; break;
                case "--hub-host-name": hub = hub with { HubHostName = value }; break;
                case "--gateway-host-name": hub = hub with { GatewayHostName = value }; break;
                case "--in-flight": hub = hub with { Window = Number(name, value, 1, 1000) }; break;
                case "--log-level": level = Level(value); break;
                default: throw new LocalHubException($"{name} is unknown.\n{Usage}");
            }
        }

        if (hub.DeviceId.Length == 0)
            throw new LocalHubException($"--device-id is missing.\n{Usage}");
        return new HubArguments(options with { Hub = hub }, level);
    }

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new LocalHubException($"{name} is '{value}'; give a whole number from {min} to {max}.");

    private static LogLevel Level(string value) => Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level)
        ? level
        : throw new LocalHubException($"--log-level is '{value}'; give one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
}
