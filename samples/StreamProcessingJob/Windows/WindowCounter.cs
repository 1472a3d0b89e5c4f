using System.Text.Json;
using StreamProcessingJob.Storage;

namespace StreamProcessingJob.Windows;

/// <summary>
/// Counts readings into tumbling windows by event time. The watermark of a machine and quantity is its latest event time less the
/// lateness; windows that end by it are closed. Everything about one reading is one transaction.
/// </summary>
public sealed class WindowCounter(JobStore store)
{
    /// <summary>Counts one reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="messageId">Its message's id.</param>
    /// <param name="settings">The settings in force.</param>
    /// <returns>What became of it.</returns>
    public CountOutcome Count(Reading reading, string messageId, JobSettings settings)
    {
        var instant = reading.Time.ToUnixTimeSeconds();
        using var transaction = store.Begin();
        var stream = store.FindStream(reading.Machine, reading.Quantity)
            ?? new Stream(reading.Machine, reading.Quantity, instant, long.MinValue, WindowGrid.Of(settings.WindowSeconds));
        stream = stream with { Grid = stream.Grid.With(settings.WindowSeconds, stream.Latest) };
        var outcome = reading.IsLast ? new CountOutcome() : Count(stream, reading, instant, messageId);

        var latest = Math.Max(stream.Latest, instant);
        var watermark = reading.IsLast ? stream.Grid.WindowOf(latest).End : Math.Max(stream.ClosedUntil, latest - settings.LatenessSeconds);
        var closed = store.WindowsEndedBy(stream, watermark);
        foreach (var window in closed) store.Close(stream, window, JsonSerializer.Serialize(window.ToResult(stream.Machine, stream.Quantity)));
        store.Save(stream with { Latest = latest, ClosedUntil = watermark });
        transaction.Commit();
        return outcome with { Closed = closed.Count };
    }

    private CountOutcome Count(Stream stream, Reading reading, long instant, string messageId)
    {
        var bounds = stream.Grid.WindowOf(instant);
        if (bounds.End <= stream.ClosedUntil) return new CountOutcome { Late = 1 };
        if (!store.TryCount(stream, bounds.Start, messageId)) return new CountOutcome { Repeated = 1 };
        var window = store.FindWindow(stream, bounds.Start) ?? Window.Empty(bounds);
        store.Save(stream, window.With(reading.Value));
        return new CountOutcome { Counted = 1 };
    }
}
