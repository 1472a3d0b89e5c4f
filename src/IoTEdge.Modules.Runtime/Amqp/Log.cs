using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What the AMQP head logs; ids 4060 to 4079.</summary>
internal static partial class Log
{
    [LoggerMessage(4060, LogLevel.Warning, "{Client} is disconnected: {Reason}")]
    public static partial void AmqpClosed(ILogger logger, string client, string reason);

    [LoggerMessage(4061, LogLevel.Information, "{Client} is disconnected, because the hub stops")]
    public static partial void AmqpStopped(ILogger logger, string client);

    [LoggerMessage(4062, LogLevel.Error, "The connection of {Client} failed")]
    public static partial void AmqpFailed(ILogger logger, string client, Exception exception);

    [LoggerMessage(4063, LogLevel.Warning, "{Client} sends the application property '{Property}' with a value that is no text; its receivers get the property without a value, as from edgeHub")]
    public static partial void PropertyLost(ILogger logger, string client, string property);

    [LoggerMessage(4064, LogLevel.Warning, "{Client} settles a message with the outcome '{Outcome}', which is none of accepted, released and rejected; the message comes again when its time is over")]
    public static partial void OutcomeUnknown(ILogger logger, string client, string outcome);

    [LoggerMessage(4065, LogLevel.Warning, "A token is refused, because the hub knows nobody that it is for: {Token}")]
    public static partial void TokenForNobody(ILogger logger, string token);
}
