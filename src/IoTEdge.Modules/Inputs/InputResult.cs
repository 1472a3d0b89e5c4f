namespace IoTEdge.Modules;

/// <summary>What becomes of a message when its handler has run.</summary>
public sealed class InputResult
{
    private InputResult(TimeSpan? retryAfter) => RetryAfter = retryAfter;

    /// <summary>The message is done: it is acknowledged, and the hub forgets it.</summary>
    public static InputResult Complete { get; } = new(null);

    /// <summary>How long to wait before the handler runs again; <see langword="null"/> when the message is done.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>
    /// The handler runs again with the same message; until then it is not acknowledged, and later messages of the input wait.
    /// edgeHub sends a message again that is not acknowledged for 30 s; that redelivery joins the run.
    /// </summary>
    /// <param name="after">How long to wait, zero or more.</param>
    public static InputResult Retry(TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        return new InputResult(after);
    }
}
