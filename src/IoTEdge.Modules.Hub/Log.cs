using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub;

/// <summary>What the hub logs; ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "{Routes} routes of desired version {Version} apply")]
    public static partial void RoutesApplied(ILogger logger, long version, int routes);

    [LoggerMessage(3001, LogLevel.Error, "Desired version {Version} of $edgeHub is refused, the last good routes stay: {Problems}")]
    public static partial void RoutesRefused(ILogger logger, long version, string problems);

    [LoggerMessage(3002, LogLevel.Error, "Messages for {Endpoint} could not be read from the store")]
    public static partial void QueueNotLoaded(ILogger logger, string endpoint, Exception exception);

    [LoggerMessage(3003, LogLevel.Information, "{Client} connected")]
    public static partial void Connected(ILogger logger, string client);

    [LoggerMessage(3004, LogLevel.Warning, "{Client} is refused: {Reason}")]
    public static partial void Refused(ILogger logger, string client, string? reason);

    [LoggerMessage(3008, LogLevel.Warning, "The store is full: it has reached the {MaxBytes} bytes of storeLimits.maxSizeBytes. Messages are refused without an acknowledgement until receivers have taken some")]
    public static partial void StoreIsFull(ILogger logger, long maxBytes);

    [LoggerMessage(3009, LogLevel.Information, "The store has room again below its {MaxBytes} bytes")]
    public static partial void StoreHasRoom(ILogger logger, long maxBytes);

    [LoggerMessage(3010, LogLevel.Information, "One message at a time is on its way to each module, as at edgeHub. --in-flight raises it")]
    public static partial void OneInFlight(ILogger logger);

    [LoggerMessage(3005, LogLevel.Error, "A background task of the hub failed")]
    public static partial void BackgroundFailed(ILogger logger, Exception exception);

    [LoggerMessage(3050, LogLevel.Error, "Desired version {Version} of $edgeHub has conditions that cannot be compiled: as edgeHub the hub reports 200, and the last good routes stay. {Problems}")]
    public static partial void ConditionsRefused(ILogger logger, long version, string problems);

    [LoggerMessage(3051, LogLevel.Warning, "Route {Route} has text after its sink, which is not looked at, as at edgeHub: {Text}")]
    public static partial void TextAfterSinkIgnored(ILogger logger, string route, string text);
}
