using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Building {Projects}.")]
    public static partial void Building(ILogger logger, string projects);

    [LoggerMessage(4002, LogLevel.Information, "Stopping the modules.")]
    public static partial void Stopping(ILogger logger);
}
