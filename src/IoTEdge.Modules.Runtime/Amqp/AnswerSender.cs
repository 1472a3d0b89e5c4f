using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Sends answers, notifications and calls, which nobody settles: those that have no credit wait, up to a limit.</summary>
internal sealed class AnswerSender(ListenerLink link, Attach attach, AmqpWorkQueue work, AmqpTransport transport) : SenderEnd(link, attach, work, transport)
{
    private readonly Lock _gate = new();
    private readonly Queue<Message> _waiting = new();

    /// <summary>Whether more waits than a client that takes its answers would let wait.</summary>
    private bool _isOverfull;

    /// <summary>Sends a message when there is credit.</summary>
    public void Enqueue(Message message)
    {
        lock (_gate)
        {
            if (_waiting.Count < AmqpLimits.MaxWaiting)
                _waiting.Enqueue(message);
            else
                _isOverfull = true;
        }

        Work.Wake();
    }

    public override void Advance()
    {
        while (CanSend && TryDequeue(out var message))
            Send(message);
        if (_isOverfull && !IsClosed)
            Detach(LinkErrors.LimitExceeded($"{AmqpLimits.MaxWaiting} messages wait for credit on this link."));
    }

    protected override void OnDisposition(Message message, DeliveryState? outcome, bool isSettled)
    {
        // They are settled when they leave.
    }

    private bool TryDequeue([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Message? message)
    {
        lock (_gate)
            return _waiting.TryDequeue(out message);
    }
}
