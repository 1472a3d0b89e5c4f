using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StreamProcessingJob.Storage;
using StreamProcessingJob.Windows;

namespace StreamProcessingJob;

/// <summary>
/// Makes windows of readings: count, mean, least, greatest, deviation. A reading is acknowledged once it is on disk with its window, and a
/// result is forgotten once the hub has it, so that nothing is lost or counted twice whatever is killed.
/// </summary>
public sealed partial class Job(JobStore store, ILogger<Job> logger) : EdgeModuleBase<JobSettings, JobStatus>, IDisposable
{
    private const int ResultsAtATime = 50;
    private readonly WindowCounter _counter = new(store);
    private readonly SemaphoreSlim _storeTurn = new(1, 1);
    private readonly SemaphoreSlim _resultsWait = new(1, 1);
    private int _settingsChanges;

    [Output("windows")]
    public partial IOutput<WindowResult> Windows { get; }

    [Input("readings")]
    public async Task OnReadingAsync(Reading reading, EdgeMessage message, CancellationToken cancellationToken)
    {
        CountOutcome outcome;
        await _storeTurn.WaitAsync(cancellationToken);
        try
        {
            outcome = _counter.Count(reading, message.MessageId ?? Guid.NewGuid().ToString(), Desired);
        }
        finally
        {
            _storeTurn.Release();
        }

        if (outcome.Closed > 0 && _resultsWait.CurrentCount == 0) _resultsWait.Release();
        Reported.Update(status => status with
        {
            Counted = status.Counted + outcome.Counted,
            Repeated = status.Repeated + outcome.Repeated,
            Late = status.Late + outcome.Late,
            Windows = status.Windows + outcome.Closed,
        });
    }

    public void Dispose()
    {
        _storeTurn.Dispose();
        _resultsWait.Dispose();
    }

    protected override Task OnDesiredChangedAsync(JobSettings previous, CancellationToken cancellationToken)
    {
        var changes = ++_settingsChanges;
        Reported.Update(status => status with { WindowSeconds = Desired.WindowSeconds, SettingsChanges = changes });
        return Task.CompletedTask;
    }

    /// <summary>Sends results as they come, and at the start those of the last run.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _resultsWait.WaitAsync(stoppingToken);
            while (await SendResultsAsync(stoppingToken))
            {
            }
        }
    }

    private async Task<bool> SendResultsAsync(CancellationToken cancellationToken)
    {
        List<(long Sequence, string Json)> results;
        await _storeTurn.WaitAsync(cancellationToken);
        try
        {
            results = store.UnsentResults(ResultsAtATime);
        }
        finally
        {
            _storeTurn.Release();
        }

        foreach (var (sequence, json) in results) await SendResultAsync(sequence, JsonSerializer.Deserialize<WindowResult>(json)!, cancellationToken);
        return results.Count > 0;
    }

    private async Task SendResultAsync(long sequence, WindowResult result, CancellationToken cancellationToken)
    {
        // The same window has the same id, also when it is sent again after a kill.
        var id = string.Create(CultureInfo.InvariantCulture, $"{Identity.ModuleId}-{result.Machine}-{result.Quantity}-{result.Start.ToUnixTimeSeconds()}");
        await Windows.SendAsync(result, message => message.MessageId = id, cancellationToken);
        await _storeTurn.WaitAsync(cancellationToken);
        try
        {
            store.ForgetResult(sequence);
        }
        finally
        {
            _storeTurn.Release();
        }

        LogWindow(logger, result.Machine, result.Quantity, result.Start, result.Count, result.Mean);
    }

    [LoggerMessage(1, LogLevel.Information, "{Machine}/{Quantity} from {Start:HH:mm:ss}: {Count} readings, mean {Mean:F2}.")]
    private static partial void LogWindow(ILogger logger, string machine, string quantity, DateTimeOffset start, long count, double mean);
}
