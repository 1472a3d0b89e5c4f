using IoTEdge.Modules.Outputs;

namespace IoTEdge.Modules.Connection;

/// <summary>Notices a hub that takes messages and acknowledges none: it is as good as gone, although its connection stands.</summary>
internal static class AcknowledgementWatch
{
    /// <summary>Completes when the oldest message has waited for its acknowledgement for longer than the limit.</summary>
    public static async Task WaitAsync(SendQueue sends, Outbox outbox, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        // One timer for all messages: whatever is sent while it waits is not due before it looks again.
        var left = limit;
        while (limit == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
            left = limit - Max(Waited(sends.OldestTransmission, time), Waited(outbox.OldestTransmission, time));
        }
    }

    private static TimeSpan Waited(long? since, TimeProvider time) => since is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
