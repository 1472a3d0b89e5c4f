using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules;

/// <summary>Every log event of the SDK, ids 1000 to 1099. Renaming a method renames the event.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Client} is connected to {Endpoint}.")]
    public static partial void Connected(this ILogger logger, string client, string endpoint);

    [LoggerMessage(1001, LogLevel.Warning, "{Client} has lost its hub and reconnects: {Reason}")]
    public static partial void Disconnected(this ILogger logger, string client, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Client} cannot connect and tries again: {Reason}")]
    public static partial void ConnectFailed(this ILogger logger, string client, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "{Client} cannot connect yet, attempt {Attempt}, next in {DelaySeconds} s: {Reason}")]
    public static partial void ConnectFailedAgain(this ILogger logger, string client, int attempt, double delaySeconds, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "{Client} renews its token.")]
    public static partial void RenewingToken(this ILogger logger, string client);

    [LoggerMessage(1005, LogLevel.Information, "{Client} is closed.")]
    public static partial void Closed(this ILogger logger, string client);

    [LoggerMessage(1006, LogLevel.Warning, "The hub closes one connection of {Client} after the other, shortly after each has come about: another process seems to use the same identity. Stop it, or give it an identity of its own. Until then the module connects only after delays that grow to {MaxDelaySeconds} s.")]
    public static partial void TakenOver(this ILogger logger, string client, double maxDelaySeconds);

    [LoggerMessage(1007, LogLevel.Critical, "{Client} is let in no more and gives up: {Reason}")]
    public static partial void Faulted(this ILogger logger, string client, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "The hub cannot be reached at {Address} ({Reason}), but at {OtherAddress}; that is tried first from now on.")]
    public static partial void FellBack(this ILogger logger, string address, string reason, string otherAddress);

    [LoggerMessage(1010, LogLevel.Error, "{Client} acknowledged a packet that cannot be read: {Reason}")]
    public static partial void UnreadablePacket(this ILogger logger, string client, string reason);

    [LoggerMessage(1011, LogLevel.Error, "The handler of input {Input} threw at message {MessageId}, attempt {Attempt}; it runs again in {DelaySeconds} s.")]
    public static partial void InputHandlerThrew(this ILogger logger, Exception exception, string input, string? messageId, int attempt, double delaySeconds);

    [LoggerMessage(1012, LogLevel.Warning, "Messages arrive for input {Input}, which has no handler; they are acknowledged and dropped.")]
    public static partial void InputWithoutHandler(this ILogger logger, string input);

    [LoggerMessage(1013, LogLevel.Error, "The handler of input {Input} threw at message {MessageId} for the last time, after {Attempts} attempts.")]
    public static partial void InputGaveUp(this ILogger logger, Exception exception, string input, string? messageId, int attempts);

    [LoggerMessage(1014, LogLevel.Warning, "Message {MessageId} of input {Input} has left by output {Output} as a dead letter: {Reason}")]
    public static partial void DeadLetter(this ILogger logger, string input, string? messageId, string output, string reason);

    [LoggerMessage(1015, LogLevel.Error, "Message {MessageId} of input {Input} cannot leave by output {Output} as a dead letter, and stays: {Reason}")]
    public static partial void DeadLetterFailed(this ILogger logger, string input, string? messageId, string output, string reason);

    [LoggerMessage(1016, LogLevel.Debug, "Message {MessageId} of input {Input} was done before; it is acknowledged without a run.")]
    public static partial void DuplicateSkipped(this ILogger logger, string input, string? messageId);

    [LoggerMessage(1020, LogLevel.Error, "The handler of direct method {Method} threw; the caller gets status 500.")]
    public static partial void MethodHandlerThrew(this ILogger logger, Exception exception, string method);

    [LoggerMessage(1030, LogLevel.Error, "The handler of desired properties threw at version {Version}; the next change comes all the same.")]
    public static partial void DesiredHandlerThrew(this ILogger logger, Exception exception, long? version);

    [LoggerMessage(1031, LogLevel.Error, "Desired properties of version {Version} are refused and the last good ones kept: {Reason}")]
    public static partial void DesiredRefused(this ILogger logger, long? version, string reason);

    [LoggerMessage(1032, LogLevel.Information, "Desired properties of version {Version} are in force.")]
    public static partial void DesiredAccepted(this ILogger logger, long? version);

    [LoggerMessage(1033, LogLevel.Warning, "The twin could not be fetched after a gap in its versions: {Reason}")]
    public static partial void TwinFetchFailed(this ILogger logger, string reason);

    [LoggerMessage(1034, LogLevel.Error, "The hub refused reported properties: {Reason}")]
    public static partial void ReportedRefused(this ILogger logger, string reason);

    [LoggerMessage(1035, LogLevel.Warning, "The reported properties that the hub has do not fit {Type}; the module begins with defaults: {Reason}")]
    public static partial void ReportedUnreadable(this ILogger logger, string type, string reason);

    [LoggerMessage(1036, LogLevel.Warning, "The last good desired properties could not be read from disk; the module begins with defaults: {Reason}")]
    public static partial void DesiredNotLoaded(this ILogger logger, string reason);

    [LoggerMessage(1037, LogLevel.Warning, "The desired properties in force could not be kept on disk; a restart may begin with defaults: {Reason}")]
    public static partial void DesiredNotSaved(this ILogger logger, string reason);

    [LoggerMessage(1038, LogLevel.Error, "The module's review of desired properties of version {Version} threw; they are refused.")]
    public static partial void DesiredReviewThrew(this ILogger logger, Exception exception, long? version);

    [LoggerMessage(1039, LogLevel.Warning, "Reported properties could not be sent and are tried again: {Reason}")]
    public static partial void ReportedDelayed(this ILogger logger, string reason);

    [LoggerMessage(1060, LogLevel.Warning, "There is no storage, and the module keeps what it has in memory only: {Reason}")]
    public static partial void StorageMissing(this ILogger logger, string reason);

    [LoggerMessage(1061, LogLevel.Error, "{Reason}")]
    public static partial void StorageFailed(this ILogger logger, string reason);

    [LoggerMessage(1062, LogLevel.Warning, "Durable output {Output} has dropped {Count} messages, the last one because it was {Reason}.")]
    public static partial void OutboxDropped(this ILogger logger, string output, long count, string reason);

    [LoggerMessage(1063, LogLevel.Error, "Durable outputs do not send any more on this connection.")]
    public static partial void OutboxStopped(this ILogger logger, Exception exception);

    [LoggerMessage(1040, LogLevel.Information, "Module {Client} is ready.")]
    public static partial void Ready(this ILogger logger, string client);

    [LoggerMessage(1041, LogLevel.Critical, "Module {Client} ends, because its work threw.")]
    public static partial void ExecuteThrew(this ILogger logger, Exception exception, string client);

    [LoggerMessage(1042, LogLevel.Warning, "Module {Client} did not stop within {Seconds} s; what was not acknowledged is sent again later.")]
    public static partial void StopTimedOut(this ILogger logger, string client, double seconds);

    [LoggerMessage(1043, LogLevel.Error, "Module {Client} threw in OnStoppingAsync; it closes all the same.")]
    public static partial void StoppingThrew(this ILogger logger, Exception exception, string client);

    [LoggerMessage(1044, LogLevel.Critical, "The module cannot start, and the process ends with code {ExitCode}: {Reason}")]
    public static partial void StartFailed(this ILogger logger, int exitCode, string reason);

    [LoggerMessage(1046, LogLevel.Warning, "Module {Client} begins with the last good desired properties, because its hub is away: {Reason}")]
    public static partial void BeginsWithoutHub(this ILogger logger, string client, string reason);

    [LoggerMessage(1045, LogLevel.Critical, "Module {Client} has no hub any more, and the process ends with code {ExitCode}, so that the agent starts it again.")]
    public static partial void EndsFaulted(this ILogger logger, string client, int exitCode);

    [LoggerMessage(1047, LogLevel.Warning, "Module {Client} cannot answer probes: {Reason}")]
    public static partial void ProbeUnavailable(this ILogger logger, string client, string reason);
}
