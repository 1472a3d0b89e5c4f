namespace IoTEdge.Modules.Docs.Tests.Snippets.Inputs;

public sealed record Reading(string Sensor, double Celsius);

public sealed partial class Historian : EdgeModuleBase
{
    [Output("stored")]
    public partial IOutput<string> Stored { get; }

    #region inputs-outcomes
    [Input("readings", MaxAttempts = 5, DeadLetterOutput = "poison")]
    public async Task<InputResult> OnReadingAsync(Reading reading, CancellationToken cancellationToken)
    {
        if (reading.Sensor.Length == 0) return InputResult.DeadLetter("It names no sensor.");
        if (!await IsOpenAsync(cancellationToken)) return InputResult.Retry(after: TimeSpan.FromMinutes(1));
        await StoreAsync([reading], cancellationToken);
        return InputResult.Complete;
    }
    #endregion

    #region inputs-order
    [Input("events", Concurrency = 8, OrderBy = nameof(Reading.Sensor))]
    public Task OnEventAsync(Reading reading, CancellationToken cancellationToken) => StoreAsync([reading], cancellationToken);
    #endregion

    #region inputs-batch
    [Input("bulk", BatchSize = 500, BatchWaitMilliseconds = 2_000)]
    public Task OnBulkAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken) => StoreAsync(readings, cancellationToken);
    #endregion

    #region inputs-duplicates
    [Input("orders", DuplicateWindowSeconds = 3_600, DuplicateCount = 50_000)]
    public Task OnOrderAsync(Reading reading, CancellationToken cancellationToken) => StoreAsync([reading], cancellationToken);
    #endregion

    private static Task<bool> IsOpenAsync(CancellationToken cancellationToken) => Task.FromResult(!cancellationToken.IsCancellationRequested);

    private Task StoreAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken) =>
        Stored.SendAsync($"{readings.Count} of {readings[0].Sensor}", cancellationToken);
}
