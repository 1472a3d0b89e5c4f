using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Hubs;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>Reads where messages at <c>$upstream</c> go on to.</summary>
internal static class UpstreamTarget
{
    /// <summary>The environment variable with the target: it may be a secret, which has no place in a list of processes.</summary>
    public const string Variable = "IOTEDGE_UPSTREAM";

    private const string ApiVersion = "2021-04-12";
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    /// <summary>A connection string of a module or device at an IoT Hub or at another local hub, <c>mqtt://</c> or <c>mqtts://</c> for a broker, or the path of a file.</summary>
    /// <exception cref="LocalHubException">It is none of them.</exception>
    public static IUpstreamSink Parse(string target, string deviceId, string? certificatePath, TimeProvider time, ILogger logger)
    {
        try
        {
            if (target.Contains("HostName=", StringComparison.OrdinalIgnoreCase))
                return Hub(target, certificatePath, time, logger);
            if (target.Contains("://", StringComparison.Ordinal))
                return Broker(new Uri(target), deviceId, certificatePath, time, logger);
        }
        catch (Exception exception) when (exception is ProtocolException or UriFormatException)
        {
            throw new LocalHubException($"Messages at $upstream cannot go on: {exception.Message} Give a file, mqtt://host:port, or a connection string with HostName, DeviceId and SharedAccessKey.", exception);
        }

        return new JsonLinesSink(Path.GetFullPath(target));
    }

    /// <summary>The target that the environment names; null for none.</summary>
    public static string? FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } target ? target : null;

    private static MqttSink Broker(Uri uri, string deviceId, string? certificatePath, TimeProvider time, ILogger logger)
    {
        if (uri.Scheme is not ("mqtt" or "mqtts"))
            throw new UriFormatException($"'{uri.Scheme}' is neither mqtt nor mqtts.");
        if (uri.Host.Length == 0)
            throw new UriFormatException("The broker has no host name.");
        var isSecure = uri.Scheme == "mqtts";
        var port = uri.Port > 0 ? uri.Port : isSecure ? 8883 : 1883;
        var user = uri.UserInfo.Split(':', 2);
        var prefix = uri.AbsolutePath.Trim('/');
        var login = new MqttConnect
        {
            ClientId = $"{deviceId}-upstream",
            UserName = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            CleanSession = true,
            KeepAliveSeconds = 300,
        };
        return new MqttSink(
            $"{uri.Scheme}://{uri.Host}:{port}/{prefix}",
            new MqttReceiver(uri.Host, port, isSecure, certificatePath),
            () => login,
            new UpstreamTopics(prefix.Length == 0 ? "" : Uri.UnescapeDataString(prefix) + "/", identity: null),
            time,
            logger);
    }

    private static MqttSink Hub(string connectionString, string? certificatePath, TimeProvider time, ILogger logger)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .GroupBy(part => part[0].Trim(), part => part.Length > 1 ? part[1] : "", StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);
        var host = Require(parts, "HostName");
        var identity = new ClientIdentity(Require(parts, "DeviceId"), parts.GetValueOrDefault("ModuleId"));
        var key = SharedAccessKey.Parse(Require(parts, "SharedAccessKey"));
        var gateway = (parts.GetValueOrDefault("GatewayHostName") ?? host).Split(':', 2);
        var port = gateway.Length > 1 && ushort.TryParse(gateway[1], out var number) ? number : 8883;
        return new MqttSink(
            $"{gateway[0]}:{port} as {identity.ClientId}",
            new MqttReceiver(gateway[0], port, IsSecure: true, certificatePath),
            () => new MqttConnect
            {
                ClientId = identity.ClientId,
                UserName = $"{host}/{identity.ClientId}/?api-version={ApiVersion}",
                Password = SharedAccessSignature.CreateToken(host, identity, key, time.GetUtcNow() + TokenLife),
                CleanSession = false,
                KeepAliveSeconds = 300,
            },
            new UpstreamTopics("", identity),
            time,
            logger);
    }

    private static string Require(Dictionary<string, string> parts, string name) =>
        parts.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw new ProtocolException("connection string", $"{name} is missing.");
}
