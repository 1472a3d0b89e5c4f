using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Supervision;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Debug, "{Module} runs as process {ProcessId}.")]
    public static partial void Started(ILogger logger, string module, int processId);

    [LoggerMessage(5002, LogLevel.Warning, "{Module} ended with code {ExitCode}; it starts again in {Seconds} s.")]
    public static partial void Restarting(ILogger logger, string module, int exitCode, double seconds);

    [LoggerMessage(5003, LogLevel.Warning, "{Module} ended with code {ExitCode} after {RestartCount} restarts and is not started again.")]
    public static partial void GivenUp(ILogger logger, string module, int exitCode, int restartCount);

    [LoggerMessage(5004, LogLevel.Error, "{Module} could not be started: {Reason}")]
    public static partial void CannotStart(ILogger logger, string module, string reason);

    [LoggerMessage(5005, LogLevel.Warning, "{Module} did not stop within {Seconds} s and was killed.")]
    public static partial void Killed(ILogger logger, string module, double seconds);
}
