namespace IoTEdge.Modules;

/// <summary>How calls of a direct method run.</summary>
public sealed record MethodPolicy
{
    /// <summary>How many calls may run at a time; further ones wait for their turn.</summary>
    /// <value>Default 0: as many as the module takes, 64 for all methods together; a call beyond those is answered with status 429.</value>
    public int Concurrency { get; init; }

    /// <summary>
    /// How long a call may take, the wait for its turn included. Then the handler's token is cancelled and the caller gets status 504. Callers do not
    /// tell how long they wait (protocol section 3): name here what they do.
    /// </summary>
    /// <value>Default 300 s, the longest that a caller can wait.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(300);

    internal static MethodPolicy Default { get; } = new();
}
