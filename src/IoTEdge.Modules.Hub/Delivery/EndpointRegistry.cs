using System.Collections.Concurrent;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>All queues. One that no route leads to any more is emptied all the same.</summary>
internal sealed class EndpointRegistry(string deviceId, SessionRegistry sessions, IHubStore store, UpstreamQueue upstream)
{
    private readonly ConcurrentDictionary<(string Endpoint, long Priority), EndpointQueue> _queues = new();

    public IEnumerable<EndpointQueue> All => _queues.Values.Append(upstream);

    /// <summary>The queue for a route. Not for concurrent use.</summary>
    public async Task<EndpointQueue> GetAsync(RouteSink sink, long priority, CancellationToken cancellationToken)
    {
        if (sink is not ModuleInputSink input)
            return upstream;
        var endpoint = $"{input.ModuleId}/{input.Input}";
        if (_queues.TryGetValue((endpoint, priority), out var existing))
            return existing;
        var id = await store.AddQueueAsync(endpoint, priority, cancellationToken).ConfigureAwait(false);
        return Add(id, endpoint, priority, storedCount: 0);
    }

    public void Restore(IEnumerable<StoredQueue> queues)
    {
        foreach (var queue in queues.Where(queue => queue.Endpoint != UpstreamQueue.EndpointName))
            Add(queue.Id, queue.Endpoint, queue.Priority, queue.Count);
    }

    private ClientQueue Add(int id, string endpoint, long priority, long storedCount)
    {
        var (receiver, input) = ClientQueue.ParseEndpoint(endpoint, deviceId);
        var pump = sessions.Get(receiver).Pump;
        var queue = new ClientQueue(id, endpoint, input, priority, storedCount, pump);
        _queues[(queue.Endpoint, priority)] = queue;
        pump.Add(queue);
        return queue;
    }
}
