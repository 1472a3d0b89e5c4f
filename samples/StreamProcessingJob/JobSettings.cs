using System.ComponentModel.DataAnnotations;

namespace StreamProcessingJob;

/// <summary>The desired properties.</summary>
public sealed record JobSettings
{
    /// <summary>The windows' length in seconds of event time. A change holds from the next boundary on.</summary>
    [Range(1, 86_400)]
    public int WindowSeconds { get; init; } = 60;

    /// <summary>How far a reading may lag behind the latest one, in seconds of event time, and still be counted.</summary>
    [Range(0, 86_400)]
    public int LatenessSeconds { get; init; }
}
