namespace MachineSensor;

/// <summary>The reported properties.</summary>
public sealed record SensorStatus
{
    /// <summary>Readings that the hub has.</summary>
    public long Sent { get; init; }

    /// <summary>Lines of the recording that are no readings.</summary>
    public long Unreadable { get; init; }

    /// <summary>Where the readings come from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the recording has been replayed to its end.</summary>
    public bool Finished { get; init; }
}
