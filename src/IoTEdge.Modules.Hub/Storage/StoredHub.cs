using IoTEdge.Modules.Hub.Identities;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>What a store holds when a hub starts, messages excepted.</summary>
/// <param name="StoreId">Made with the store; tells its messages from those of every other store.</param>
/// <param name="Clients">The identities.</param>
/// <param name="Twins">The twins.</param>
/// <param name="Sessions">The subscriptions of clients that keep their session.</param>
/// <param name="Queues">The queues, also those that no route leads to any more.</param>
/// <param name="Documents">Everything else.</param>
public sealed record StoredHub(
    Guid StoreId,
    IReadOnlyList<RegisteredClient> Clients,
    IReadOnlyList<StoredTwin> Twins,
    IReadOnlyList<StoredSession> Sessions,
    IReadOnlyList<StoredQueue> Queues,
    IReadOnlyList<StoredDocument> Documents);
