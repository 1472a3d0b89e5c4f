using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime;

internal static partial class Log
{
    [LoggerMessage(5010, LogLevel.Information, "Building {Projects}.")]
    public static partial void Building(ILogger logger, string projects);

    [LoggerMessage(5011, LogLevel.Information, "Stopping the modules.")]
    public static partial void Stopping(ILogger logger);
}
