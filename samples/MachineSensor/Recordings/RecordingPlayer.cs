using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MachineSensor.Recordings;

/// <summary>
/// Sends the rows of a recording at a chosen speed, many in flight. Each row has an id made of its number, so that a row that is sent
/// again after a restart can be told from a new one.
/// </summary>
internal sealed partial class RecordingPlayer(
    IOutput<Reading> output, IReported<SensorStatus> reported, PlaybackPosition position, TimeProvider time, ILogger logger)
{
    private const int InFlight = 64;
    private const int SaveEvery = 100;
    private readonly Queue<(long Row, Task Sent)> _inFlight = new();
    private long _sinceSave;

    public async Task PlayAsync(Recording recording, string machine, SensorSettings settings, string moduleId, CancellationToken cancellationToken)
    {
        var from = position.Load();
        RecordedRow? first = null, last = null;
        var started = time.GetTimestamp();
        foreach (var row in recording.Rows(() => reported.Update(status => status with { Unreadable = status.Unreadable + 1 })))
        {
            last = row;
            if (row.Number <= from) continue;
            first ??= row;
            await WaitForAsync(row.Time - first.Value.Time, settings.Speed, started, cancellationToken);
            await MakeRoomAsync();
            _inFlight.Enqueue((row.Number, SendAsync(new Reading(machine, settings.RecordedQuantity, row.Time, row.Value), row.Number, cancellationToken)));
        }

        while (_inFlight.Count > 0) await AcknowledgedAsync();
        if (last is { } end) await FinishAsync(new Reading(machine, settings.RecordedQuantity, end.Time, end.Value, IsLast: true), end.Number, cancellationToken);

        Task SendAsync(Reading reading, long row, CancellationToken token) => output.SendAsync(reading, message => message.MessageId = Id(row), token);

        async Task FinishAsync(Reading reading, long row, CancellationToken token)
        {
            await output.SendAsync(reading, message => message.MessageId = Id(row) + "-end", token);
            position.Save(row);
            reported.Update(status => status with { Finished = true });
            LogFinished(logger, recording.Name, row);
        }

        string Id(long row) => string.Create(CultureInfo.InvariantCulture, $"{moduleId}-{recording.Name}-{row}");
    }

    private async Task WaitForAsync(TimeSpan recorded, double speed, long started, CancellationToken cancellationToken)
    {
        if (speed <= 0) return;
        var wait = (recorded / speed) - time.GetElapsedTime(started);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    private async Task MakeRoomAsync()
    {
        while (_inFlight.Count >= InFlight || (_inFlight.TryPeek(out var oldest) && oldest.Sent.IsCompleted)) await AcknowledgedAsync();
    }

    private async Task AcknowledgedAsync()
    {
        var (row, sent) = _inFlight.Dequeue();
        await sent;
        reported.Update(status => status with { Sent = status.Sent + 1, Finished = false });
        if (++_sinceSave % SaveEvery == 0) position.Save(row);
    }

    [LoggerMessage(4, LogLevel.Information, "Has replayed {Recording} to its end, line {Row}.")]
    private static partial void LogFinished(ILogger logger, string recording, long row);
}
