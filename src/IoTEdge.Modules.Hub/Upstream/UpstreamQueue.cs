using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Upstream;

/// <summary>The end of the routes that lead to <c>$upstream</c>. Nobody takes messages out of it; the oldest go when there are too many.</summary>
internal sealed class UpstreamQueue(int id, long storedCount, int capacity, IHubStore store) : EndpointQueue(id, EndpointName, 0)
{
    public const string EndpointName = "$upstream";

    private readonly Lock _gate = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<long> _recent = new();
    private bool _isAwaited;
    private long _place = long.MaxValue;
    private long _count = storedCount;

    public override QueueCounts Counts => new(Interlocked.Read(ref _count), 0, 0, 0, 0);

    /// <summary>Completes with the next message.</summary>
    public Task Arrival
    {
        get
        {
            lock (_gate)
            {
                _isAwaited = true;
                return _arrival.Task;
            }
        }
    }

    public override void Enqueue(HubMessage message, long expiresAt)
    {
        Interlocked.Increment(ref _count);
        Trim(message.Sequence);
        lock (_gate)
        {
            if (!_isAwaited)
                return;
            _isAwaited = false;
            _arrival.TrySetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Somebody takes messages on, and has those up to a place: what it does not have yet stays, however much that is.</summary>
    public void Follow(long place)
    {
        lock (_gate)
            _place = place;
    }

    /// <summary>Lets the older half go, as far as nobody waits for it: the store is full, and what is only to be looked at must not keep others out.</summary>
    public void MakeRoom()
    {
        lock (_gate)
            Release(keep: _recent.Count / 2);
    }

    // Called in the store's order, one after the other.
    private void Trim(long sequence)
    {
        lock (_gate)
        {
            _recent.Enqueue(sequence);
            Release(keep: capacity);
        }
    }

    private void Release(int keep)
    {
        var last = 0L;
        while (_recent.Count > keep && _recent.Peek() <= _place)
            last = _recent.Dequeue();
        if (last == 0)
            return;
        store.Release(Id, last);
        Interlocked.Exchange(ref _count, _recent.Count);
    }
}
