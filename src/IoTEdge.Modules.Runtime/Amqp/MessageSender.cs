using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using IoTEdge.Modules.Hub.Sessions;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Sends messages to a client that settles them: inputs of a module, or messages from the cloud.</summary>
/// <remarks>The hub holds what it hands over; it is encoded here only when it can leave, so that a client that does not read costs no memory.</remarks>
internal sealed class MessageSender(ListenerLink link, Attach attach, AmqpWorkQueue work, AmqpTransport transport) : SenderEnd(link, attach, work, transport)
{
    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _waiting = new();
    private readonly HashSet<ushort> _waitingIds = [];
    private readonly Dictionary<ushort, TaggedMessage> _sent = [];

    /// <summary>Hears what the client says of a message.</summary>
    public Action<ushort, MessageOutcome>? Settled { get; set; }

    /// <summary>Hears of an outcome that edgeHub does not know either (protocol section 2.4).</summary>
    public Action<string>? OutcomeUnknown { get; set; }

    /// <summary>Sends a message when there is credit. One that waits already is not sent twice.</summary>
    public void Enqueue(in OutgoingMessage message)
    {
        lock (_gate)
        {
            if (!_waitingIds.Add(message.DeliveryId))
                return;
            _waiting.Enqueue(message);
        }

        Work.Wake();
    }

    public override void Advance()
    {
        while (CanSend && TryDequeue(out var outgoing, out var earlier))
        {
            // What the hub sends again replaces what was not settled in time: else the library would keep both.
            if (earlier is not null)
                Settle(earlier, new Released());
            var message = MessageEncoder.Encode(outgoing);
            lock (_gate)
                _sent[outgoing.DeliveryId] = message;
            Send(message);
        }
    }

    protected override void OnDisposition(Message message, DeliveryState? outcome, bool isSettled)
    {
        var tagged = (TaggedMessage)message;
        lock (_gate)
        {
            if (!_sent.TryGetValue(tagged.DeliveryId, out var current) || !ReferenceEquals(current, tagged))
                return;
            if (isSettled || outcome is Accepted or Rejected or Released)
                _sent.Remove(tagged.DeliveryId);
        }

        if (!isSettled && outcome is Outcome)
            Settle(message, new Accepted());
        switch (outcome)
        {
            case Accepted:
                Settled?.Invoke(tagged.DeliveryId, MessageOutcome.Completed);
                break;
            case Released:
                Settled?.Invoke(tagged.DeliveryId, MessageOutcome.Abandoned);
                break;
            case Rejected:
                Settled?.Invoke(tagged.DeliveryId, MessageOutcome.Rejected);
                break;
            default:
                OutcomeUnknown?.Invoke(outcome?.GetType().Name ?? "none");
                break;
        }
    }

    private bool TryDequeue(out OutgoingMessage message, out TaggedMessage? earlier)
    {
        lock (_gate)
        {
            earlier = null;
            if (!_waiting.TryDequeue(out message))
                return false;
            _waitingIds.Remove(message.DeliveryId);
            _sent.Remove(message.DeliveryId, out earlier);
            return true;
        }
    }
}
