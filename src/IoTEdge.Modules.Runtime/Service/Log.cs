using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>What the service API logs; ids 4050 to 4059.</summary>
internal static partial class Log
{
    [LoggerMessage(4050, LogLevel.Warning, "A service's {Method} {Path} is refused: {Reason}")]
    public static partial void ServiceRefused(ILogger logger, string method, string path, string reason);
}
