namespace IoTEdge.Modules.Connection;

/// <summary>When to renew a token: from 85 % of its life on at the first quiet moment, at 95 % in any case.</summary>
internal static class TokenRenewal
{
    private const double FromShare = 0.85;
    private const double LatestShare = 0.95;

    // A timer takes no more than 49 days, and the clock may be set meanwhile.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static async Task WaitAsync(DateTimeOffset madeAt, DateTimeOffset expiresAt, Func<bool> isQuiet, TimeProvider time, CancellationToken cancellationToken)
    {
        var lifetime = expiresAt - madeAt;
        var latest = madeAt + (lifetime * LatestShare);
        var from = madeAt + (lifetime * FromShare);
        while (from - time.GetUtcNow() is { Ticks: > 0 } left)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, cancellationToken).ConfigureAwait(false);
        while (!isQuiet() && time.GetUtcNow() < latest) await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(false);
    }
}
