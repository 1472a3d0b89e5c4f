namespace MachineSensor;

/// <summary>One reading, as it leaves the output <c>readings</c>.</summary>
/// <param name="Machine">The machine that was measured.</param>
/// <param name="Quantity">What was measured: <c>load</c>, <c>memory</c>, <c>disk</c> (percent), <c>temperature</c> (°C, or the recording's unit).</param>
/// <param name="Time">When it was measured: event time.</param>
/// <param name="Value">The value.</param>
/// <param name="IsLast">Whether the recording ends here: no reading of this machine and quantity follows.</param>
public sealed record Reading(string Machine, string Quantity, DateTimeOffset Time, double Value, bool IsLast = false);
