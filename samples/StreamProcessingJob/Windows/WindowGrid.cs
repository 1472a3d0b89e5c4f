namespace StreamProcessingJob.Windows;

/// <summary>
/// Cuts event time into windows of one length, aligned to 1970 at first. A change of length holds from a boundary of the old windows
/// on: windows before it keep their length, the first new one begins there.
/// </summary>
/// <param name="Changes">The lengths in seconds with the instants from which they hold, oldest first; never empty.</param>
public sealed record WindowGrid(IReadOnlyList<(long From, int Seconds)> Changes)
{
    // A window that is still open may belong to an older length; this many are far more than can be open.
    private const int MaxChanges = 16;

    /// <summary>The newest length, in seconds.</summary>
    public int Seconds => Changes[^1].Seconds;

    /// <summary>A grid of one length.</summary>
    public static WindowGrid Of(int seconds) => new([(long.MinValue, seconds)]);

    /// <summary>The window that an instant belongs to, in seconds since 1970.</summary>
    public (long Start, long End) WindowOf(long instant)
    {
        var i = Changes.Count - 1;
        while (i > 0 && Changes[i].From > instant) i--;
        var (from, seconds) = Changes[i];
        var origin = from == long.MinValue ? 0 : from;
        var start = origin + (Math.DivRem(instant - origin, seconds, out var rest) * seconds) - (rest < 0 ? seconds : 0);
        return (start, start + seconds);
    }

    /// <summary>The grid with another length from the end of the window of <paramref name="latest"/> on.</summary>
    public WindowGrid With(int seconds, long latest)
    {
        if (seconds == Seconds) return this;
        var boundary = WindowOf(latest).End;

        // A change that has not begun to hold is replaced: its boundary lies ahead still.
        var kept = Changes.Where(change => change.From < boundary).TakeLast(MaxChanges - 1);
        return new WindowGrid([.. kept, (boundary, seconds)]);
    }
}
