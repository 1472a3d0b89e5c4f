using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>A link that the hub receives on.</summary>
internal sealed class ReceiverEnd : LinkEnd
{
    private readonly int _credit;
    private int _unsettled;

    public ReceiverEnd(ListenerLink link, Attach attach, AmqpWorkQueue work)
        : base(link, attach, work)
    {
        _credit = Address?.Node == LinkNode.Events ? AmqpLimits.EventCredit : AmqpLimits.RequestCredit;
        link.InitializeReceiver((uint)_credit, OnMessage, null);
    }

    /// <summary>Takes what arrives; null as long as the link is not attached.</summary>
    public Func<ReceivedMessage, CancellationToken, ValueTask>? Handler { get; set; }

    public void Settle(Message message, DeliveryState outcome)
    {
        Interlocked.Decrement(ref _unsettled);
        if (IsClosed)
            return;
        try
        {
            Link.DisposeMessage(message, outcome, settled: true);
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
        {
            // The connection is gone; the client sends again what it has not heard of.
        }
    }

    private void OnMessage(ListenerLink link, Message message, DeliveryState state, object? context)
    {
        // The library gives credit back by halves, and does not look whether the client keeps to it.
        if (Interlocked.Increment(ref _unsettled) > 2 * _credit)
            throw new AmqpException(LinkErrors.TransferLimitExceeded($"More than {2 * _credit} messages were sent without credit."));
        Work.Post(cancellationToken => Handler?.Invoke((ReceivedMessage)message, cancellationToken) ?? ValueTask.CompletedTask);
    }
}
