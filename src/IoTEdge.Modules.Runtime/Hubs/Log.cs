using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>What a local hub logs; ids 4040 to 4049.</summary>
internal static partial class Log
{
    [LoggerMessage(4041, LogLevel.Information, "HTTPS is at port {Port}, because {Reason}. Microsoft's clients look for methods and WebSockets at 443 only")]
    public static partial void HttpsElsewhere(ILogger logger, int port, string reason);

    [LoggerMessage(4040, LogLevel.Critical, "The hub did not start. {Reason}")]
    public static partial void NotStarted(ILogger logger, string reason);
}
