using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Routing;

/// <summary>A queue that a message goes to, and how long it waits there.</summary>
public sealed class MessageTarget
{
    private readonly long _timeToLive;

    /// <param name="queue">The queue.</param>
    /// <param name="timeToLiveSeconds">In seconds; null for ever.</param>
    internal MessageTarget(EndpointQueue queue, long? timeToLiveSeconds)
    {
        Queue = queue;
        // More than fits into a time is for ever, and must not turn into a time that is over.
        _timeToLive = timeToLiveSeconds is { } seconds && seconds < long.MaxValue / 2000 ? seconds * 1000 : long.MaxValue;
    }

    /// <summary>The store's id of the queue.</summary>
    public int QueueId => Queue.Id;

    internal EndpointQueue Queue { get; }

    /// <summary>When a message expires in this queue, in milliseconds since 1970; <see cref="long.MaxValue"/> for never.</summary>
    /// <param name="message">The message.</param>
    public long ExpiresAt(HubMessage message) =>
        _timeToLive == long.MaxValue ? long.MaxValue : message.EnqueuedAt + _timeToLive;
}
