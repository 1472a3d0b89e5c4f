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

    // Called in the store's order, one after the other.
    private void Trim(long sequence)
    {
        _recent.Enqueue(sequence);
        if (_recent.Count <= capacity)
            return;
        store.Release(Id, _recent.Dequeue());
        Interlocked.Exchange(ref _count, _recent.Count);
    }
}
