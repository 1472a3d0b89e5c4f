namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>The numbers of edgeAgent's restart arithmetic (protocol section 5.3.1).</summary>
internal sealed record RestartSettings
{
    /// <summary>The first cool-off; each next one is twice as long. edgeAgent: 10 s.</summary>
    public TimeSpan CoolOffUnit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No cool-off is longer than this many units. edgeAgent: 300 s of 10 s.</summary>
    public int MaxCoolOffUnits { get; init; } = 30;

    /// <summary>After so many restarts a module is given up. edgeAgent: 20.</summary>
    public int MaxRestartCount { get; init; } = 20;

    /// <summary>A module that has run for so long is forgiven its restarts. edgeAgent: 10 minutes.</summary>
    public TimeSpan IntensiveCare { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When a module that ended with 0 is started again. edgeAgent: when it looks the next time, every 5 s.</summary>
    public TimeSpan IdleDelay { get; init; } = TimeSpan.FromSeconds(5);
}
