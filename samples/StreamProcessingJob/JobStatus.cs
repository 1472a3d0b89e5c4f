namespace StreamProcessingJob;

/// <summary>The reported properties.</summary>
public sealed record JobStatus
{
    /// <summary>The windows' length in force, in seconds.</summary>
    public int WindowSeconds { get; init; }

    /// <summary>How often settings came into force since the module was started.</summary>
    public int SettingsChanges { get; init; }

    /// <summary>Readings counted into a window.</summary>
    public long Counted { get; init; }

    /// <summary>Readings that came again while their window was open, and were not counted again.</summary>
    public long Repeated { get; init; }

    /// <summary>Readings of a window that was closed already, repetitions among them; they are dropped.</summary>
    public long Late { get; init; }

    /// <summary>Windows that were closed.</summary>
    public long Windows { get; init; }
}
