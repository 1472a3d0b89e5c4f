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
    private readonly Func<InputRun[]> _unfinished;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private volatile bool _isWatching;
    private int _count;

    public InputParking(string? input, InputTools tools, Func<InputRun[]> unfinished)
    {
        _input = input;
        _tools = tools;
        _unfinished = unfinished;
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

    /// <summary>Parks a message if it has to wait beyond its time.</summary>
    public void ParkIfLate(InputRun run, TimeSpan delay)
    {
        if (_tools.Time.GetElapsedTime(run.ArrivedAt) + delay > After) Park(run);
    }

    /// <summary>Parks a message, if there is a disk and room for it; else the hub keeps it.</summary>
    public void Park(InputRun run)
    {
        if (!IsPossible) return;
        lock (_gate)
        {
            if (run.Sequence is not null || run.IsEnding || _count >= _tools.Capacity) return;
            run.Sequence = _tools.Journal.NextSequence();
            _count++;
            run.Parking = ParkAsync(run);
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
        var next = TimeSpan.MaxValue;
        foreach (var run in _unfinished())
        {
            var left = After - _tools.Time.GetElapsedTime(run.ArrivedAt);
            if (left <= TimeSpan.Zero)
            {
                Park(run);
                left = RetryAfter;
            }

            if (run.Sequence is null && left < next) next = left;
        }

        if (next != TimeSpan.MaxValue) Schedule(next);
    }

    private void Schedule(TimeSpan due)
    {
        _isWatching = true;
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
