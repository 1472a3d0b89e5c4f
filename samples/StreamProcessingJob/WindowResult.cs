namespace StreamProcessingJob;

/// <summary>One closed window, as it leaves the output <c>windows</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Start">The window's first instant.</param>
/// <param name="End">The instant behind its last.</param>
/// <param name="Count">Readings in the window, each message id once.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Deviation">Their standard deviation, over the whole window (divided by the count).</param>
public sealed record WindowResult(
    string Machine, string Quantity, DateTimeOffset Start, DateTimeOffset End, long Count, double Mean, double Min, double Max, double Deviation);
