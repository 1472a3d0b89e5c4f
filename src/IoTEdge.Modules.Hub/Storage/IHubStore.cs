using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>Where a hub keeps what must survive it. What a task or a callback here reports as done survives the end of the process.</summary>
/// <remarks>Implementations are safe for concurrent use. One store serves one hub.</remarks>
public interface IHubStore : IAsyncDisposable
{
    /// <summary>How many bytes the store takes: about, and a moment ago.</summary>
    long UsedBytes { get; }

    /// <summary>Reads everything except messages. Called once, before anything else.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<StoredHub> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds a queue.</summary>
    /// <param name="endpoint">Where its messages go.</param>
    /// <param name="priority">The priority of its messages, 0 first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The id of the queue.</returns>
    Task<int> AddQueueAsync(string endpoint, long priority, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a batch of messages. Once they are kept, the store calls <see cref="MessageBatch.Complete"/>, or <see cref="MessageBatch.Fail"/>
    /// when they cannot be; batches complete one after the other, in the order in which they were taken.
    /// </summary>
    /// <param name="batch">The messages, each with its queues; the store gives them their sequence numbers.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <returns>Completes when the batch has its place in the order, not when it is kept.</returns>
    ValueTask AppendAsync(MessageBatch batch, CancellationToken cancellationToken);

    /// <summary>Lets the store forget a queue's messages, soon.</summary>
    /// <param name="queueId">The queue.</param>
    /// <param name="throughSequence">The last message that is not needed any more; all before it are not either.</param>
    void Release(int queueId, long throughSequence);

    /// <summary>Reads messages of a queue in order.</summary>
    /// <param name="queueId">The queue.</param>
    /// <param name="afterSequence">The message behind which to begin.</param>
    /// <param name="maxCount">The most messages to read.</param>
    /// <param name="maxBytes">The most bytes of bodies to read; one message is read however large it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<QueuedMessage>> ReadAsync(int queueId, long afterSequence, int maxCount, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Adds or replaces an identity.</summary>
    /// <param name="client">The identity with its keys.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SaveClientAsync(RegisteredClient client, CancellationToken cancellationToken);

    /// <summary>Deletes an identity with its twin and session.</summary>
    /// <param name="identity">The client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task DeleteClientAsync(ClientIdentity identity, CancellationToken cancellationToken);

    /// <summary>Adds or replaces a twin.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SaveTwinAsync(StoredTwin twin, CancellationToken cancellationToken);

    /// <summary>Adds or replaces a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SaveDocumentAsync(StoredDocument document, CancellationToken cancellationToken);

    /// <summary>Deletes a document.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task DeleteDocumentAsync(string kind, string id, CancellationToken cancellationToken);

    /// <summary>Replaces what a client has subscribed to.</summary>
    /// <param name="session">The session; one without subscriptions is deleted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SaveSessionAsync(StoredSession session, CancellationToken cancellationToken);
}
