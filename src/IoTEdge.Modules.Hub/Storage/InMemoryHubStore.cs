using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A store in memory: for tests, and for hubs that need not survive. A second hub may start on it after the first.</summary>
public sealed class InMemoryHubStore : IHubStore
{
    // Batches complete one after the other, but outside of the lock that a completing batch's pump may need to release messages.
    private readonly Lock _appending = new();
    private readonly Lock _gate = new();
    private readonly Guid _storeId = Guid.NewGuid();
    private readonly Dictionary<ClientIdentity, RegisteredClient> _clients = [];
    private readonly Dictionary<ClientIdentity, StoredTwin> _twins = [];
    private readonly Dictionary<ClientIdentity, StoredSession> _sessions = [];
    private readonly Dictionary<(string Kind, string Id), StoredDocument> _documents = [];
    private readonly List<(string Endpoint, long Priority, SortedList<long, QueuedMessage> Messages)> _queues = [];
    private long _sequence;

    /// <inheritdoc/>
    public long UsedBytes
    {
        get
        {
            lock (_gate)
                return _queues.SelectMany(queue => queue.Messages.Values).DistinctBy(queued => queued.Message.Sequence).Sum(queued => (long)queued.Message.Body.Length + queued.Message.PropertySegment.Length);
        }
    }

    /// <inheritdoc/>
    public Task<StoredHub> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new StoredHub(
                _storeId,
                [.. _clients.Values],
                [.. _twins.Values],
                [.. _sessions.Values],
                [.. _queues.Select((queue, index) => new StoredQueue(index, queue.Endpoint, queue.Priority, queue.Messages.Count))],
                [.. _documents.Values]));
        }
    }

    /// <inheritdoc/>
    public Task<int> AddQueueAsync(string endpoint, long priority, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _queues.Add((endpoint, priority, []));
            return Task.FromResult(_queues.Count - 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(MessageBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_appending)
        {
            lock (_gate)
            {
                for (var i = 0; i < batch.Count; i++)
                    Insert(batch[i]);
            }

            batch.Complete();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Release(int queueId, long throughSequence)
    {
        lock (_gate)
        {
            var messages = _queues[queueId].Messages;
            while (messages.Count > 0 && messages.GetKeyAtIndex(0) <= throughSequence)
                messages.RemoveAt(0);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueuedMessage>> ReadAsync(int queueId, long afterSequence, int maxCount, long maxBytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var page = new List<QueuedMessage>();
            foreach (var (sequence, queued) in _queues[queueId].Messages)
            {
                if (sequence <= afterSequence)
                    continue;
                if (page.Count == maxCount || (page.Count > 0 && maxBytes < queued.Message.Body.Length))
                    break;
                maxBytes -= queued.Message.Body.Length;
                page.Add(queued);
            }

            return Task.FromResult<IReadOnlyList<QueuedMessage>>(page);
        }
    }

    /// <inheritdoc/>
    public Task SaveClientAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        lock (_gate)
            _clients[client.Identity] = client;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteClientAsync(ClientIdentity identity, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _clients.Remove(identity);
            _twins.Remove(identity);
            _sessions.Remove(identity);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveTwinAsync(StoredTwin twin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(twin);
        lock (_gate)
            _twins[twin.Identity] = twin;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveSessionAsync(StoredSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        lock (_gate)
            _sessions[session.Identity] = session;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveDocumentAsync(StoredDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        lock (_gate)
            _documents[(document.Kind, document.Id)] = document;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteDocumentAsync(string kind, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            _documents.Remove((kind, id));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Insert(in RoutedMessage routed)
    {
        routed.Message.Sequence = ++_sequence;
        foreach (var target in routed.Targets)
            _queues[target.QueueId].Messages.Add(_sequence, new QueuedMessage(routed.Message, target.ExpiresAt(routed.Message)));
    }
}
