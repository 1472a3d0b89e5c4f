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

    /// <summary>
    /// Whether the method takes requests and gives answers that are larger than the 128 KiB of hubs, from callers of this SDK that say so too
    /// (<see cref="MethodInvocationOptions.LargePayloads"/>): they travel gzipped, in parts, each a call of its own. 16 MiB when gzipped, 64 MiB before. Other
    /// callers are served as ever.
    /// </summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool LargePayloads { get; init; }

    internal static MethodPolicy Default { get; } = new();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Concurrency);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
    }
}
