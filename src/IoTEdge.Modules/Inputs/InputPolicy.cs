namespace IoTEdge.Modules;

/// <summary>How messages of an input are handled, and what happens when the handler throws.</summary>
public sealed record InputPolicy
{
    /// <summary>The output that dead letters leave from where no other is named.</summary>
    public const string DefaultDeadLetterOutput = "deadletter";

    /// <summary>How often a handler may throw for one message before the message becomes a dead letter.</summary>
    /// <value>
    /// Default 0: no limit, the message stays and later ones of the input wait. Attempts are counted here, because edgeHub never counts them: by
    /// message id, or by the body where a message has none. With a storage folder the count survives a restart, so that a message that kills the
    /// process becomes a dead letter too; without one it begins anew.
    /// </value>
    public int MaxAttempts { get; init; }

    /// <summary>
    /// The output that dead letters leave from, with the body and properties as they came and <c>deadletter-input</c>,
    /// <c>deadletter-reason</c> and <c>deadletter-attempts</c> added. A message is acknowledged once its dead letter is; give the output a route,
    /// or the hub drops it.
    /// </summary>
    /// <value>Default <c>deadletter</c>.</value>
    public string DeadLetterOutput { get; init; } = DefaultDeadLetterOutput;

    /// <summary>
    /// How many runs of the handler there may be side by side. Whatever order they finish in, acknowledgements leave in the order of arrival. A
    /// message that waits for its next attempt does not count.
    /// </summary>
    /// <value>Default 1: one message after the other. With more, messages have no order among them, except those with the same key of <see cref="OrderBy"/>.</value>
    public int Concurrency { get; init; } = 1;

    /// <summary>The key of a message: messages with the same key are handled one after the other in the order of arrival. A key of <see langword="null"/> stands in no order.</summary>
    /// <value>Default <see langword="null"/>: with a <see cref="Concurrency"/> of 1 all messages of the input are in one order, else in none.</value>
    public Func<EdgeMessage, string?>? OrderBy { get; init; }

    /// <summary>The most messages of one batch, where the handler takes batches.</summary>
    /// <value>Default 1.</value>
    public int BatchSize { get; init; } = 1;

    /// <summary>How long a batch waits for more messages once it has one.</summary>
    /// <value>Default 1 s.</value>
    public TimeSpan BatchWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the ids of messages that are done are remembered: a message with such an id is acknowledged without a run. With a storage
    /// folder they are remembered over restarts. A message without an id is always handled.
    /// </summary>
    /// <value>Default zero: none are remembered. At most 7 days.</value>
    public TimeSpan DuplicateWindow { get; init; }

    /// <summary>The most ids that are remembered; the oldest are forgotten first.</summary>
    /// <value>Default 10,000.</value>
    public int DuplicateCount { get; init; } = 10_000;

    /// <summary>How long anything is remembered of messages that do not come again.</summary>
    internal static readonly TimeSpan MaxWindow = TimeSpan.FromDays(7);

    internal static InputPolicy Default { get; } = new();

    internal bool IsBatched => BatchSize > 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAttempts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Concurrency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchWait, TimeSpan.Zero, nameof(BatchWait));
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateWindow, TimeSpan.Zero, nameof(DuplicateWindow));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicateWindow, MaxWindow, nameof(DuplicateWindow));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(DuplicateCount);
        if (IsBatched && OrderBy is not null) throw new ArgumentException("A batch has the order of arrival: set BatchSize or OrderBy, not both.", nameof(OrderBy));
    }
}
