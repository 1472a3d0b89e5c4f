using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Building the images ({Count} projects).")]
    public static partial void Building(ILogger logger, int count);
}
