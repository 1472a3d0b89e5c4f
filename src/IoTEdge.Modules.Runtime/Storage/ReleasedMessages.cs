namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>How far each queue has been acknowledged since the last commit. However many acknowledgements come, a queue is one entry.</summary>
internal sealed class ReleasedMessages
{
    private readonly Lock _gate = new();
    private Dictionary<int, long> _pending = [];
    private Dictionary<int, long> _taken = [];

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _pending.Count == 0;
        }
    }

    public void Add(int queueId, long throughSequence)
    {
        lock (_gate)
            _pending[queueId] = throughSequence;
    }

    /// <summary>Takes what is there. Good until the next call.</summary>
    public Dictionary<int, long> Take()
    {
        lock (_gate)
        {
            (_pending, _taken) = (_taken, _pending);
            _pending.Clear();
            return _taken;
        }
    }

    /// <summary>Puts back what could not be written, unless the queue has moved on.</summary>
    public void Return(Dictionary<int, long> taken)
    {
        lock (_gate)
        {
            foreach (var (queueId, sequence) in taken)
                _pending.TryAdd(queueId, sequence);
        }
    }
}
