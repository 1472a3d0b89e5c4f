namespace IoTEdge.Modules.Inputs;

/// <summary>What comes after one run of a handler.</summary>
internal readonly record struct InputStep
{
    /// <summary>The messages are done.</summary>
    public static InputStep Done => default;

    /// <summary>The batch has failed for the last time; each of its messages gets a last run alone.</summary>
    public static InputStep Split => new() { IsSplit = true };

    public TimeSpan? RetryAfter { get; private init; }

    public bool IsSplit { get; private init; }

    public static InputStep Retry(TimeSpan after) => new() { RetryAfter = after };
}
