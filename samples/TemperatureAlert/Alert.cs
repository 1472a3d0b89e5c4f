namespace TemperatureAlert;

/// <summary>A window whose mean is above the limit, as it leaves the output <c>alerts</c>.</summary>
public sealed record Alert(string Machine, string Quantity, DateTimeOffset Start, double Mean, double Limit);
