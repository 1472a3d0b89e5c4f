namespace TemperatureAlert;

/// <summary>What the module reads of a window.</summary>
public sealed record Window(string Machine, string Quantity, DateTimeOffset Start, DateTimeOffset End, double Mean, double Max);
