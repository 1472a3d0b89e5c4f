namespace IoTEdge.Modules;

/// <summary>What becomes of a message when its handler has run.</summary>
public sealed class InputResult
{
    private static readonly TimeSpan MaxRetry = TimeSpan.FromDays(1);

    private InputResult(TimeSpan? retryAfter, string? deadLetterReason)
    {
        RetryAfter = retryAfter;
        DeadLetterReason = deadLetterReason;
    }

    /// <summary>The message is done: it is acknowledged, and the hub forgets it.</summary>
    public static InputResult Complete { get; } = new(null, null);

    /// <summary>How long to wait before the handler runs again; <see langword="null"/> when it does not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Why the message is a dead letter; <see langword="null"/> when it is none.</summary>
    public string? DeadLetterReason { get; }

    /// <summary>
    /// The handler runs again with the same message; until then it is not acknowledged, and later messages of the input wait.
    /// edgeHub sends a message again that is not acknowledged for 30 s; that redelivery joins the run. Does not count as a failed attempt.
    /// </summary>
    /// <param name="after">How long to wait, from zero to one day.</param>
    public static InputResult Retry(TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(after, MaxRetry);
        return new InputResult(after, null);
    }

    /// <summary>No attempt can succeed: the message leaves by <see cref="InputPolicy.DeadLetterOutput"/> and is then acknowledged.</summary>
    /// <param name="reason">Why, for whoever looks at dead letters.</param>
    public static InputResult DeadLetter(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new InputResult(null, reason);
    }
}
