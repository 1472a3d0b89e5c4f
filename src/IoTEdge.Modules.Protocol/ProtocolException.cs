namespace IoTEdge.Modules.Protocol;

/// <summary>
/// What every parser of this assembly throws when its input is not what the protocol allows, and the only thing it throws.
/// The message never repeats a value that could be a secret.
/// </summary>
public sealed class ProtocolException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="subject">What was being read, for example <c>property segment</c>.</param>
    /// <param name="reason">What is wrong with it, and where it helps what to do.</param>
    /// <param name="position">Zero-based offset of the offending byte or character; <see langword="null"/> where none applies.</param>
    /// <param name="innerException">The cause, if another exception told it.</param>
    public ProtocolException(string subject, string reason, long? position = null, Exception? innerException = null)
        : base(Describe(subject, reason, position), innerException)
    {
        Subject = subject;
        Reason = reason;
        Position = position;
    }

    /// <summary>What was being read.</summary>
    public string Subject { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }

    /// <summary>Zero-based offset of the offending byte or character; <see langword="null"/> where none applies.</summary>
    public long? Position { get; }

    private static string Describe(string subject, string reason, long? position) =>
        position is null ? $"Invalid {subject}: {reason}" : $"Invalid {subject} at position {position}: {reason}";
}
