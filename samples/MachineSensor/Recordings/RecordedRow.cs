namespace MachineSensor.Recordings;

/// <summary>One row of a recording.</summary>
/// <param name="Number">The line's number in the file.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Value">The value.</param>
internal readonly record struct RecordedRow(long Number, DateTimeOffset Time, double Value);
