using Amqp;
using Amqp.Framing;
using Amqp.Handler;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Where the library lets its owner change what it sends and takes.</summary>
internal sealed class AmqpEvents : IHandler
{
    public bool CanHandle(EventId id) => id is EventId.ConnectionLocalOpen or EventId.ConnectionRemoteOpen or EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        switch (protocolEvent.Context)
        {
            case Open open when protocolEvent.Id == EventId.ConnectionLocalOpen:
                open.IdleTimeOut = (uint)AmqpLimits.IdleTimeout.TotalMilliseconds;
                break;
            case Open open:
                SetHeartbeat(open);
                break;
            case IDelivery { Message: TaggedMessage tagged } delivery:
                delivery.Tag = tagged.Tag;
                break;
        }
    }

    private static void SetHeartbeat(Open open)
    {
        var asked = open.IdleTimeOut == 0 ? AmqpLimits.IdleTimeout : TimeSpan.FromMilliseconds(open.IdleTimeOut);
        if (asked < AmqpLimits.MinClientIdleTimeout)
            throw new AmqpException(LinkErrors.NotAllowed($"The idle time-out of {asked.TotalMilliseconds:0} ms is too short; at least {AmqpLimits.MinClientIdleTimeout.TotalMilliseconds:0} ms are needed."));
        // The library sends a sign of life when the whole time is over, which is too late.
        open.IdleTimeOut = (uint)(asked.TotalMilliseconds / 2);
    }
}
