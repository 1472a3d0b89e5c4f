namespace IoTEdge.Modules;

/// <summary>What operations of a module throw when the world outside fails them. Wrong arguments are <see cref="ArgumentException"/>s.</summary>
public class EdgeModuleException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">What failed, on which object, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public EdgeModuleException(EdgeModuleErrorReason reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why the operation failed.</summary>
    public EdgeModuleErrorReason Reason { get; }

    /// <summary>What a batch could not send; empty where the operation was no batch.</summary>
    public IReadOnlyList<SendFailure> Failures { get; internal init; } = [];

    /// <summary>Whether the same operation may succeed when it is tried again.</summary>
    public bool IsTransient => Reason is EdgeModuleErrorReason.Connection or EdgeModuleErrorReason.Timeout or EdgeModuleErrorReason.Throttled or EdgeModuleErrorReason.TargetUnavailable;
}
