namespace StreamProcessingJob.Windows;

/// <summary>What the job knows of one machine and quantity beside its open windows.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Latest">The latest event time, in seconds since 1970.</param>
/// <param name="ClosedUntil">Windows that end here or earlier are closed: the watermark of the last reading.</param>
/// <param name="Grid">How its time is cut.</param>
public sealed record Stream(string Machine, string Quantity, long Latest, long ClosedUntil, WindowGrid Grid);
