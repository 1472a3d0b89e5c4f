namespace IoTEdge.Modules.Inputs;

/// <summary>The ids of an input's messages that are done, the youngest of them, for a time.</summary>
internal sealed class CompletedIds
{
    private readonly Dictionary<string, long> _times = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long At)> _inOrder = new();

    /// <summary>Remembers an id.</summary>
    /// <returns>The ids that are forgotten for it.</returns>
    public List<string> Add(string id, long at, InputPolicy policy)
    {
        Remember(id, at);
        return Trim(at, policy);
    }

    /// <summary>Remembers an id from disk.</summary>
    public void Remember(string id, long at)
    {
        _times[id] = at;
        _inOrder.Enqueue((id, at));
    }

    public bool Contains(string id, long now, InputPolicy policy) =>
        _times.TryGetValue(id, out var at) && now - at <= (long)policy.DuplicateWindow.TotalMilliseconds;

    private List<string> Trim(long now, InputPolicy policy)
    {
        var forgotten = new List<string>();
        while (_inOrder.TryPeek(out var oldest) && (_times.Count > policy.DuplicateCount || now - oldest.At > (long)policy.DuplicateWindow.TotalMilliseconds))
        {
            _inOrder.Dequeue();

            // Done again since, where a message without a window in force came twice.
            if (_times.TryGetValue(oldest.Id, out var at) && at != oldest.At) continue;
            _times.Remove(oldest.Id);
            forgotten.Add(oldest.Id);
        }

        return forgotten;
    }
}
