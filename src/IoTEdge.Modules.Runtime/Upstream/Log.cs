using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>What is logged of messages on their way on from <c>$upstream</c>; ids 4080 to 4089.</summary>
internal static partial class Log
{
    [LoggerMessage(4080, LogLevel.Warning, "Messages at $upstream wait, because {Sink} does not take them: {Reason}")]
    public static partial void UpstreamAway(ILogger logger, string sink, string reason);

    [LoggerMessage(4081, LogLevel.Information, "{Sink} takes messages of $upstream again")]
    public static partial void UpstreamBack(ILogger logger, string sink);

    [LoggerMessage(4082, LogLevel.Error, "Message {Sequence} of {Sender} cannot be sent on to {Sink}, and is left out: {Reason}")]
    public static partial void UpstreamLeftOut(ILogger logger, long sequence, string sender, string sink, string reason);
}
