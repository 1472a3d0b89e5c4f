using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>What the control API logs; ids 4030 to 4039.</summary>
internal static partial class Log
{
    [LoggerMessage(4030, LogLevel.Error, "Control request {Method} {Path} failed")]
    public static partial void ControlFailed(ILogger logger, string method, string path, Exception exception);
}
