namespace IoTEdge.Modules.Connection;

/// <summary>
/// Notices that somebody else uses the module's identity: a hub closes the older connection when a second one comes (protocol section
/// 1.1.8), so two processes would take each other's place for ever. It shows as a hub that closes one young connection after the other and
/// takes the next one at once; a hub that is away does not take the next one.
/// </summary>
internal sealed class TakeOverGuard(TimeProvider time, Random random)
{
    /// <summary>So many may be closed young without any delay: a hub that starts, or an operator at work.</summary>
    public const int Tolerated = 5;

    /// <summary>The delay after the first that is not tolerated; doubled each time.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A connection that lives shorter is young. Longer than the longest delay: what the other one's return closes after its delay is to
    /// count as well.
    /// </summary>
    public static readonly TimeSpan YoungFor = TimeSpan.FromMinutes(2);

    private long _connectedAt;
    private int _closedYoung;

    /// <summary>Whether the last loss was the one that raised the suspicion.</summary>
    public bool IsNewlySuspicious => _closedYoung == Tolerated + 1;

    /// <summary>A connection has come about.</summary>
    public void OnConnected() => _connectedAt = time.GetTimestamp();

    /// <summary>An attempt to connect has failed: the hub is away, or does not want the module, and nobody is in the module's place.</summary>
    public void OnConnectFailed() => _closedYoung = 0;

    /// <summary>A connection has ended.</summary>
    /// <param name="reason">Why; <see langword="null"/> where its token is renewed.</param>
    /// <returns>How long to wait before the next attempt.</returns>
    public TimeSpan OnEnded(EdgeModuleException? reason)
    {
        if (reason is null) return TimeSpan.Zero;
        var isClosedYoung = reason.InnerException is IOException && time.GetElapsedTime(_connectedAt) < YoungFor;
        _closedYoung = isClosedYoung ? _closedYoung + 1 : 0;
        if (_closedYoung <= Tolerated) return TimeSpan.Zero;
        var delay = FirstDelay * Math.Pow(2, Math.Min(_closedYoung - Tolerated - 1, 10));
        if (delay > MaxDelay) delay = MaxDelay;

        // Jitter: two that wait equally long would meet again.
        return delay * (0.5 + (random.NextDouble() / 2));
    }
}
