using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>The messages of one priority for one endpoint, first in, first out (protocol section 7.5).</summary>
internal abstract class EndpointQueue(int id, string endpoint, long priority)
{
    /// <summary>The store's id.</summary>
    public int Id { get; } = id;

    /// <summary>Where the messages go: <c>$upstream</c>, <c>{module}/{input}</c>, or <c>/devices/{device}</c> for messages from the cloud.</summary>
    public string Endpoint { get; } = endpoint;

    public long Priority { get; } = priority;

    /// <summary>How many bytes of properties, encoded, can be delivered from here.</summary>
    public virtual int MaxPropertySegment => int.MaxValue;

    public abstract QueueCounts Counts { get; }

    /// <summary>Takes a message that the store has; called in the store's order.</summary>
    public abstract void Enqueue(HubMessage message, long expiresAt);
}
