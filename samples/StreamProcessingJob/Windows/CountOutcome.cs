namespace StreamProcessingJob.Windows;

/// <summary>What became of a reading: exactly one of counted, repeated and late is 1, or none for the end of a source.</summary>
public readonly record struct CountOutcome(int Counted, int Repeated, int Late, int Closed);
