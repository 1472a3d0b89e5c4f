namespace TemperatureAlert;

/// <summary>The reported properties.</summary>
public sealed record AlertStatus
{
    /// <summary>The limit in force.</summary>
    public double Limit { get; init; }

    /// <summary>How often settings came into force since the module was started.</summary>
    public int SettingsChanges { get; init; }

    /// <summary>Windows that were looked at since the last reset.</summary>
    public long Windows { get; init; }

    /// <summary>Alerts since the last reset.</summary>
    public long Alerts { get; init; }
}
