using MachineSensor.Computer;
using MachineSensor.Recordings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MachineSensor;

/// <summary>Sends readings of this computer, or of a recording, to the output <c>readings</c>.</summary>
public sealed partial class Sensor(IConfiguration configuration, IOptions<EdgeModuleOptions> options, ILogger<Sensor> logger)
    : EdgeModuleBase<SensorSettings, SensorStatus>, IDisposable
{
    private CancellationTokenSource _settingsChanged = new();

    [Output("readings")]
    public partial IOutput<Reading> Readings { get; }

    public void Dispose() => _settingsChanged.Dispose();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _settingsChanged);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, changed.Token);
            try
            {
                await ReadAsync(Desired, either.Token);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                LogSettingsChanged(logger);
            }
        }
    }

    protected override Task OnDesiredChangedAsync(SensorSettings previous, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _settingsChanged, new CancellationTokenSource()).CancelAsync();

    private Task ReadAsync(SensorSettings settings, CancellationToken cancellationToken)
    {
        var machine = settings.Machine.Length > 0 ? settings.Machine : Identity.ModuleId;
        var recording = settings.Recording.Length > 0 ? settings.Recording : configuration["RECORDING"] ?? "";
        if (recording.Length == 0) return MeasureAsync(settings, machine, cancellationToken);

        Reported.Update(status => status with { Source = recording });
        LogRecording(logger, recording, settings.Speed);
        var position = new PlaybackPosition(options.Value.StoragePath, recording);
        var player = new RecordingPlayer(Readings, Reported, position, TimeProvider.System, logger);
        return player.PlayAsync(new Recording(recording), machine, settings, Identity.ModuleId, cancellationToken);
    }

    private async Task MeasureAsync(SensorSettings settings, string machine, CancellationToken cancellationToken)
    {
        var computer = new ComputerReadings(settings.Quantities);
        Reported.Update(status => status with { Source = "computer", Finished = false });
        LogComputer(logger, string.Join(", ", computer.Available), settings.IntervalMilliseconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(settings.IntervalMilliseconds));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var time = TimeProvider.System.GetUtcNow();
            foreach (var (quantity, value) in computer.Measure())
            {
                await Readings.SendAsync(new Reading(machine, quantity, time, Math.Round(value, 2)), cancellationToken);
                Reported.Update(status => status with { Sent = status.Sent + 1 });
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Measures {Quantities} of this computer every {Interval} ms.")]
    private static partial void LogComputer(ILogger logger, string quantities, int interval);

    [LoggerMessage(2, LogLevel.Information, "Replays {Recording} at speed {Speed}.")]
    private static partial void LogRecording(ILogger logger, string recording, double speed);

    [LoggerMessage(3, LogLevel.Information, "Begins again with new settings.")]
    private static partial void LogSettingsChanged(ILogger logger);
}
