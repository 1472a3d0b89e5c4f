namespace IoTEdge.Modules;

/// <summary>How long a call of another module's direct method waits.</summary>
public sealed record MethodInvocationOptions
{
    /// <summary>How long the method may take to answer, 5 to 300 s.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the hub waits for a target that is not connected, 0 to 300 s.</summary>
    /// <value>Default 0: a target that is not connected fails the call at once.</value>
    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>
    /// Whether request and answer may be larger than the 128 KiB of hubs; the method must say so too (<see cref="MethodPolicy.LargePayloads"/>). They travel gzipped, in
    /// parts, each a call of its own with these time-outs.
    /// </summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool LargePayloads { get; init; }

    internal static MethodInvocationOptions Default { get; } = new();

    internal void Validate()
    {
        if (ResponseTimeout < TimeSpan.FromSeconds(5) || ResponseTimeout > TimeSpan.FromSeconds(300))
            throw new ArgumentOutOfRangeException(nameof(ResponseTimeout), ResponseTimeout, "Hubs take 5 to 300 s.");
        if (ConnectTimeout < TimeSpan.Zero || ConnectTimeout > TimeSpan.FromSeconds(300))
            throw new ArgumentOutOfRangeException(nameof(ConnectTimeout), ConnectTimeout, "Hubs take 0 to 300 s.");
    }
}
