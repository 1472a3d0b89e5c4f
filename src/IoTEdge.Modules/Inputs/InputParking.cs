using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules.Inputs;

/// <summary>
/// Parks messages that are not done in time: edgeHub sends a message again that is not acknowledged for 30 s, and nothing else to the module
/// meanwhile (protocol section 9, no. 9). A parked message is on disk and acknowledged; its run goes on.
/// </summary>
internal sealed class InputParking : IDisposable
{
    /// <summary>How long a message may be without an acknowledgement.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly string? _input;
    private readonly InputTools _tools;
    private readonly InputLine _line;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private volatile bool _isWatching;
    private int _count;

    public InputParking(string? input, InputTools tools, InputLine line)
    {
        _input = input;
        _tools = tools;
        _line = line;
        _timer = tools.Time.CreateTimer(static state => ((InputParking)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // What the default handler takes has no input of its own to come back to.
    private bool IsPossible => _input is not null && _tools.Journal.IsDurable;

    /// <summary>Looks after messages that are here.</summary>
    public void Watch()
    {
        if (_isWatching || !IsPossible) return;
        Schedule(After);
    }

    /// <summary>Waits before the next attempt; what has to wait beyond its time is parked.</summary>
    public async Task WaitAsync(List<InputRun> batch, TimeSpan delay, CancellationToken stopping)
    {
        foreach (var run in batch.Where(run => _tools.Time.GetElapsedTime(run.ArrivedAt) + delay > After)) Park(run);
        await Task.Delay(delay, _tools.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Parks a message, if there is a disk and room for it; else the hub keeps it.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Park(InputRun run)
    {
        if (!IsPossible) return false;
        lock (_gate)
        {
            if (run.Sequence is not null || run.IsEnding) return true;
            if (_count >= _tools.Capacity) return false;
            run.Sequence = _tools.Journal.NextSequence();
            _count++;
            run.Parking = ParkAsync(run);
            return true;
        }
    }

    /// <summary>Counts a message that was parked when the module last ran.</summary>
    public void Count(InputRun run)
    {
        lock (_gate) _count += run.Sequence is null ? 0 : 1;
    }

    /// <summary>A message is about to leave.</summary>
    public void End(InputRun run)
    {
        lock (_gate) run.IsEnding = true;
    }

    /// <summary>A message is not here any more.</summary>
    public void Forget(InputRun run)
    {
        lock (_gate) _count -= run.Sequence is null ? 0 : 1;
    }

    public void Dispose() => _timer.Dispose();

    private async Task ParkAsync(InputRun run)
    {
        if (await _tools.Journal.ParkAsync(new ParkedMessage(run.Sequence!.Value, run.Message)).ConfigureAwait(false))
        {
            ModuleMetrics.Parked(run.Message.InputName ?? "");
            run.Finish(isDone: true);
            return;
        }

        lock (_gate)
        {
            run.Sequence = null;
            _count--;
        }
    }

    private void Tick()
    {
        // Before it looks: what comes from now on watches by itself.
        _isWatching = false;
        foreach (var run in _line.All().Where(run => run.Sequence is null))
        {
            // In the order of arrival, and no further than there is room: after a restart none may come before one that was ahead of it.
            var left = After - _tools.Time.GetElapsedTime(run.ArrivedAt);
            if (left <= TimeSpan.Zero && Park(run)) continue;
            Schedule(left > RetryAfter ? left : RetryAfter);
            return;
        }

    }

    private void Schedule(TimeSpan due)
    {
        _isWatching = true;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
