using System.ComponentModel.DataAnnotations;

namespace MachineSensor;

/// <summary>The desired properties.</summary>
public sealed record SensorSettings
{
    /// <summary>The machine's name in readings; the module's own name where empty.</summary>
    public string Machine { get; init; } = "";

    /// <summary>What to measure of this computer.</summary>
    public string[] Quantities { get; init; } = ["load", "memory", "disk", "temperature"];

    /// <summary>Milliseconds from one measurement of this computer to the next.</summary>
    [Range(50, 3_600_000)]
    public int IntervalMilliseconds { get; init; } = 1000;

    /// <summary>A CSV file to replay instead of measuring (time and value in the first two columns); the environment variable RECORDING where empty.</summary>
    public string Recording { get; init; } = "";

    /// <summary>What the recording's values are.</summary>
    public string RecordedQuantity { get; init; } = "temperature";

    /// <summary>Recorded seconds per second; 0 replays as fast as the hub takes it.</summary>
    [Range(0, 1_000_000)]
    public double Speed { get; init; } = 300;
}
