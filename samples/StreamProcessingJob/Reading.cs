namespace StreamProcessingJob;

/// <summary>One reading, as it arrives at the input <c>readings</c>.</summary>
/// <param name="Machine">The machine that was measured.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Time">When it was measured: event time.</param>
/// <param name="Value">The value.</param>
/// <param name="IsLast">Whether the source ends here: every window of this machine and quantity closes, and the value is not counted.</param>
public sealed record Reading(string Machine, string Quantity, DateTimeOffset Time, double Value, bool IsLast = false);
