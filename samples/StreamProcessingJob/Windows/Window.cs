namespace StreamProcessingJob.Windows;

/// <summary>A window that readings are counted into.</summary>
/// <param name="Start">Its first instant, in seconds since 1970.</param>
/// <param name="End">The instant behind its last.</param>
/// <param name="Count">Readings so far.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="SquaredDistances">The sum of squared distances from the mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public sealed record Window(long Start, long End, long Count, double Mean, double SquaredDistances, double Min, double Max)
{
    /// <summary>An empty window.</summary>
    public static Window Empty((long Start, long End) bounds) =>
        new(bounds.Start, bounds.End, 0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>The window with one reading more, by Welford's method: exact also where values are large and close together.</summary>
    public Window With(double value)
    {
        var count = Count + 1;
        var distance = value - Mean;
        var mean = Mean + (distance / count);
        return this with
        {
            Count = count,
            Mean = mean,
            SquaredDistances = SquaredDistances + (distance * (value - mean)),
            Min = Math.Min(Min, value),
            Max = Math.Max(Max, value),
        };
    }

    /// <summary>What leaves when the window is closed.</summary>
    public WindowResult ToResult(string machine, string quantity) => new(
        machine, quantity, DateTimeOffset.FromUnixTimeSeconds(Start), DateTimeOffset.FromUnixTimeSeconds(End),
        Count, Mean, Min, Max, Math.Sqrt(SquaredDistances / Count));
}
