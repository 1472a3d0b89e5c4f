using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>What the MQTT head logs; ids 4000 to 4019.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Warning, "{Client} is disconnected: {Reason}")]
    public static partial void MqttClosed(ILogger logger, string client, string reason);

    [LoggerMessage(4002, LogLevel.Information, "{Client} is disconnected, because the hub stops")]
    public static partial void MqttStopped(ILogger logger, string client);

    [LoggerMessage(4003, LogLevel.Error, "The connection of {Client} failed")]
    public static partial void MqttFailed(ILogger logger, string client, Exception exception);

    [LoggerMessage(4004, LogLevel.Warning, "The will of {Client} is not published: {Reason}")]
    public static partial void WillRefused(ILogger logger, string client, string reason);

    [LoggerMessage(4001, LogLevel.Warning, "{Client} may not subscribe to '{Filter}': it is of another module, or one too many")]
    public static partial void FilterRefused(ILogger logger, string client, string filter);
}
