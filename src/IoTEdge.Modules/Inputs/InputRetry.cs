namespace IoTEdge.Modules.Inputs;

/// <summary>How long a message waits after its handler threw: 100 ms, doubled each time up to 10 s, with 20 % of jitter.</summary>
internal static class InputRetry
{
    private const double FirstSeconds = 0.1;
    private const double MaxSeconds = 10;
    private const double Jitter = 0.2;

    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(MaxSeconds);

    public static TimeSpan Delay(int attempt, Random random)
    {
        var seconds = Math.Min(MaxSeconds, FirstSeconds * Math.Pow(2, Math.Min(attempt - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (1 + (Jitter * ((2 * random.NextDouble()) - 1))));
    }
}
