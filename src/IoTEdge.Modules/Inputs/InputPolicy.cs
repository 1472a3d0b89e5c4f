namespace IoTEdge.Modules;

/// <summary>What happens when the handler of an input throws.</summary>
public sealed record InputPolicy
{
    /// <summary>The output that dead letters leave from where no other is named.</summary>
    public const string DefaultDeadLetterOutput = "deadletter";

    /// <summary>How often a handler may throw for one message before the message becomes a dead letter.</summary>
    /// <value>
    /// Default 0: no limit, the message stays and later ones of the input wait. Attempts are counted as long as the process runs; edgeHub never
    /// counts them.
    /// </value>
    public int MaxAttempts { get; init; }

    /// <summary>
    /// The output that dead letters leave from, with the body and properties as they came and <c>deadletter-input</c>,
    /// <c>deadletter-reason</c> and <c>deadletter-attempts</c> added. A message is acknowledged once its dead letter is; give the output a route,
    /// or the hub drops it.
    /// </summary>
    /// <value>Default <c>deadletter</c>.</value>
    public string DeadLetterOutput { get; init; } = DefaultDeadLetterOutput;

    internal static InputPolicy Default { get; } = new();
}
