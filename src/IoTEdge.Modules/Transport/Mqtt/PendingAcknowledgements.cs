namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Packets that wait for the hub's acknowledgement, by packet id: PUBLISH for PUBACK, SUBSCRIBE for SUBACK.</summary>
internal sealed class PendingAcknowledgements
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, TaskCompletionSource> _pending = [];
    private EdgeModuleException? _ended;
    private ushort _lastId;

    /// <summary>Takes a free packet id.</summary>
    /// <returns>The id, and the task that the acknowledgement completes.</returns>
    /// <exception cref="EdgeModuleException">The connection has ended.</exception>
    public (ushort Id, Task Acknowledged) Add()
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null) throw _ended;
            if (_pending.Count == ushort.MaxValue)
                throw new EdgeModuleException(EdgeModuleErrorReason.Throttled, $"All {ushort.MaxValue} packet ids wait for the hub's acknowledgement.");
            do
            {
                _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
            }
            while (!_pending.TryAdd(_lastId, completion));
            return (_lastId, completion.Task);
        }
    }

    /// <summary>Completes a packet; an id that is not waiting is ignored, as a late answer to a cancelled one.</summary>
    public void Acknowledge(ushort id) => Take(id)?.TrySetResult();

    /// <summary>Fails a packet that the hub refused.</summary>
    public void Refuse(ushort id, EdgeModuleException reason) => Take(id)?.TrySetException(reason);

    /// <summary>Fails everything that waits, and everything that comes.</summary>
    public void End(EdgeModuleException reason)
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            _ended = reason;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var completion in waiting) completion.TrySetException(reason);
    }

    private TaskCompletionSource? Take(ushort id)
    {
        lock (_gate) return _pending.Remove(id, out var completion) ? completion : null;
    }
}
