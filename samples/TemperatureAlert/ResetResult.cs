namespace TemperatureAlert;

/// <summary>The counters as they were before the reset.</summary>
public sealed record ResetResult(long Windows, long Alerts);
