namespace IoTEdge.Modules.Inputs;

/// <summary>The messages of an input that are here: in line for the handler, in a lane behind others of their key, or in work.</summary>
internal sealed class InputLine
{
    private readonly Lock _gate = new();
    private readonly HashSet<InputRun> _runs = [];
    private readonly Dictionary<string, InputRun> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<InputRun> _waiting = [];
    private readonly InputLanes _lanes = new();
    private long _entered;
    private bool _isClosed;

    /// <summary>Puts a message at the end of the line, unless the same message is here, or there are as many as there may be.</summary>
    /// <returns>What the message waits for; null where it is not taken.</returns>
    public Task<bool>? Enter(InputRun run, int limit)
    {
        lock (_gate)
        {
            if (_isClosed) return null;
            var id = run.Message.MessageId;
            if (id is not null && _byId.TryGetValue(id, out var sameMessage)) return sameMessage.Outcome;
            if (_runs.Count >= limit) return null;
            run.Number = ++_entered;
            _runs.Add(run);
            _waiting.AddLast(run.Place);
            if (id is not null) _byId.Add(id, run);
            return run.Outcome;
        }
    }

    /// <summary>The first in line; null where there is none.</summary>
    public InputRun? First()
    {
        lock (_gate) return _waiting.First?.Value;
    }

    /// <summary>Moves a message from the line into the lane of its key.</summary>
    /// <returns>The lane, and whether somebody has to begin with it; null where the message has left meanwhile.</returns>
    public (LinkedList<InputRun> Lane, bool IsFirst)? EnterLane(InputRun run, string? key)
    {
        lock (_gate)
        {
            if (run.Place.List != _waiting) return null;
            _waiting.Remove(run.Place);
            return _lanes.Enter(run, key);
        }
    }

    /// <summary>Begins with the next message of a lane; null where there is none.</summary>
    public InputRun? Begin(LinkedList<InputRun> lane, string? key)
    {
        lock (_gate)
        {
            var run = _lanes.Next(lane, key);
            if (run is not null) run.IsStarted = true;
            return run;
        }
    }

    /// <summary>How many are in line.</summary>
    public int CountWaiting()
    {
        lock (_gate) return _waiting.Count;
    }

    /// <summary>Begins with the next messages in line, as many as a batch may have.</summary>
    public List<InputRun> BeginBatch(InputPolicy policy)
    {
        var batch = new List<InputRun>();
        lock (_gate)
        {
            while (batch.Count < policy.BatchSize && _waiting.First is { } next)
            {
                // One that has ended the process too often gets its last run alone.
                var isSuspect = policy.MaxAttempts > 0 && next.Value.Failures >= policy.MaxAttempts;
                if (isSuspect && batch.Count > 0) break;
                _waiting.Remove(next);
                next.Value.IsStarted = true;
                batch.Add(next.Value);
                if (isSuspect) break;
            }
        }

        return batch;
    }

    /// <summary>The message ahead of one in its line or lane. One behind a message that is not parked must not be either: it would come first after a restart.</summary>
    public InputRun? Ahead(InputRun run)
    {
        lock (_gate) return run.Place.Previous?.Value;
    }

    /// <summary>Everything that is here, in the order of arrival.</summary>
    public InputRun[] All()
    {
        lock (_gate) return [.. _runs.OrderBy(run => run.Number)];
    }

    /// <summary>Takes a message away.</summary>
    public void Leave(InputRun run, bool isDone)
    {
        lock (_gate) Remove(run, isDone);
    }

    /// <summary>Gives back what has not begun and is not parked.</summary>
    public void Forget() => GiveBack(static run => !run.IsStarted && run.Sequence is null);

    /// <summary>Takes nothing more, and gives back what has not begun.</summary>
    public void Close()
    {
        lock (_gate) _isClosed = true;
        GiveBack(static run => !run.IsStarted);
    }

    private void GiveBack(Func<InputRun, bool> isMeant)
    {
        lock (_gate)
        {
            foreach (var run in _runs.Where(isMeant).ToArray()) Remove(run, isDone: false);
        }
    }

    private void Remove(InputRun run, bool isDone)
    {
        if (!_runs.Remove(run)) return;
        run.Place.List?.Remove(run.Place);
        if (run.Message.MessageId is { } id) _byId.Remove(id);
        run.Finish(isDone);
        run.End();
    }
}
