using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>What the store logs; ids 4020 to 4029.</summary>
internal static partial class Log
{
    [LoggerMessage(4020, LogLevel.Error, "The store could not write; senders get no acknowledgement and send again")]
    public static partial void NotStored(ILogger logger, Exception exception);
}
