namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>Ends a connection that is silent for too long, or whose token has ended.</summary>
internal sealed class IdleTimer : IDisposable
{
    // As at edgeHub (protocol section 1.1.6): 1.5 times the keep-alive, but never more than this, also for a client that promises nothing.
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private readonly DateTimeOffset _expiresAt;
    private readonly Action<string> _close;
    private readonly ITimer _timer;
    private long _lastActivity;

    public IdleTimer(ushort keepAliveSeconds, DateTimeOffset expiresAt, TimeProvider time, Action<string> close)
    {
        var silence = TimeSpan.FromSeconds(keepAliveSeconds * 1.5);
        _silence = silence == TimeSpan.Zero || silence > MaxSilence ? MaxSilence : silence;
        _expiresAt = expiresAt;
        _time = time;
        _close = close;
        _lastActivity = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Check(), null, Next(_silence), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The client is there.</summary>
    public void Touch() => Volatile.Write(ref _lastActivity, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var left = _silence - _time.GetElapsedTime(Volatile.Read(ref _lastActivity));
        if (_time.GetUtcNow() >= _expiresAt)
            _close("its token has expired");
        else if (left <= TimeSpan.Zero)
            _close($"nothing came from it for {_silence.TotalSeconds:0.#} s, 1.5 times its keep-alive");
        else
            _timer.Change(Next(left), Timeout.InfiniteTimeSpan);
    }

    // Whichever comes first; a token that has ended ends the connection, however busy it is.
    private TimeSpan Next(TimeSpan silence)
    {
        var life = _expiresAt - _time.GetUtcNow();
        return life < silence ? (life > TimeSpan.Zero ? life : TimeSpan.Zero) : silence;
    }
}
