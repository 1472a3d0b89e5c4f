using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>
/// Moves one client's messages from its queues to its connection: best priority first, oldest first, a bounded number of them
/// unacknowledged. It has no loop: whatever makes a message deliverable (a new message, a receiver, an acknowledgement) moves it on.
/// </summary>
/// <remarks>
/// One window for all inputs of a module, because Microsoft's C# client must acknowledge in order over all of them and runs its
/// handlers at once (protocol section 11.7).
/// </remarks>
internal sealed class ClientPump(ClientIdentity identity, PumpSettings settings)
{
    // Ids above belong to what is not an input, so that an acknowledgement is never taken for another one.
    private const ushort MaxPacketId = 0x7FFF;

    // IoT Hub's default for messages from the cloud.
    private const int MaxCloudDeliveries = 10;

    private readonly List<ClientQueue> _queues = [];
    private readonly Queue<Delivery> _inFlight = new();
    private readonly long _timeout = (long)(settings.AcknowledgeTimeout.TotalSeconds * settings.Time.TimestampFrequency);
    private IClientLink? _link;
    private ushort _packetId;

    public ClientIdentity Identity { get; } = identity;

    public Lock Gate { get; } = new();

    public void Add(ClientQueue queue)
    {
        lock (Gate)
        {
            var index = _queues.FindIndex(other => other.Priority > queue.Priority);
            _queues.Insert(index < 0 ? _queues.Count : index, queue);
            Advance();
        }
    }

    /// <summary>A connection that takes messages is there; what the last one left unacknowledged goes to it first.</summary>
    public void Attach(IClientLink link)
    {
        lock (Gate)
        {
            if (ReferenceEquals(_link, link))
                return;
            Rewind();
            _link = link;
            Advance();
        }
    }

    /// <summary>The connection takes no more messages.</summary>
    public void Detach(IClientLink link)
    {
        lock (Gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            _link = null;
            Rewind();
        }
    }

    public void Enqueue(ClientQueue queue, HubMessage message, long expiresAt)
    {
        lock (Gate)
        {
            queue.Accept(message, expiresAt);
            Advance();
        }
    }

    public void Load(ClientQueue queue, IReadOnlyList<QueuedMessage> messages)
    {
        lock (Gate)
        {
            queue.Load(messages);
            Advance();
        }
    }

    public void LoadFailed(ClientQueue queue)
    {
        lock (Gate)
            queue.IsLoading = false;
    }

    /// <summary>The receiver says what becomes of a message. An unknown id is none of ours, or came too late.</summary>
    public void Settle(IClientLink link, ushort packetId, MessageOutcome outcome)
    {
        lock (Gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            foreach (var delivery in _inFlight)
            {
                if (delivery.PacketId != packetId || delivery.IsDone)
                    continue;
                Settle(link, delivery, outcome);
                break;
            }

            while (_inFlight.TryPeek(out var first) && first.IsDone)
                _inFlight.Dequeue();
            Advance();
        }
    }

    /// <summary>Sends again what was not acknowledged in time, and everything after it, in order (protocol section 7.6).</summary>
    public void Tick()
    {
        lock (Gate)
        {
            if (_link is null)
                Expire();
            Advance();
            if (_link is null || !_inFlight.TryPeek(out var first) || first.Deadline > settings.Time.GetTimestamp())
                return;
            var deadline = settings.Time.GetTimestamp() + _timeout;
            foreach (var delivery in _inFlight)
            {
                if (delivery.IsDone)
                    continue;
                Resend(_link, delivery, deadline);
            }
        }
    }

    private void Advance()
    {
        if (_link is null)
            return;
        while (_inFlight.Count < settings.Window && Next() is { } queue)
        {
            if (!queue.TryPeek(out var delivery))
                return;
            queue.Take();
            if (delivery.IsDone || queue.Expires(delivery, settings.Time.GetUtcNow()))
                Release(queue);
            else
                Send(_link, delivery);
        }
    }

    /// <summary>Forgets what is too old by now, for a receiver that may never come.</summary>
    private void Expire()
    {
        var now = settings.Time.GetUtcNow();
        foreach (var queue in _queues)
        {
            while (queue.TryPeek(out var delivery) && (delivery.IsDone || queue.Expires(delivery, now)))
                queue.Take();
            Release(queue);
            if (queue.NeedsLoad && !queue.IsLoading && !queue.TryPeek(out _))
                queue.IsLoading = settings.Loader.Request(queue);
        }
    }

    private void Send(IClientLink link, Delivery delivery)
    {
        _packetId = _packetId == MaxPacketId ? (ushort)1 : (ushort)(_packetId + 1);
        delivery.PacketId = _packetId;
        delivery.Deadline = settings.Time.GetTimestamp() + _timeout;
        _inFlight.Enqueue(delivery);
        link.SendMessage(new OutgoingMessage(delivery.PacketId, delivery.Queue.Input, delivery.Message, delivery.SendCount++, IsDuplicate: false));
    }

    private static void Resend(IClientLink link, Delivery delivery, long deadline)
    {
        delivery.Deadline = deadline;
        delivery.Queue.CountRedelivered();
        link.SendMessage(new OutgoingMessage(delivery.PacketId, delivery.Queue.Input, delivery.Message, delivery.SendCount++, IsDuplicate: true));
    }

    private void Settle(IClientLink link, Delivery delivery, MessageOutcome outcome)
    {
        // What a module abandons is gone at edgeHub (protocol section 1.5); the cloud sends again until it has been enough.
        if (outcome == MessageOutcome.Abandoned && delivery.Queue.Input is null && delivery.SendCount < MaxCloudDeliveries)
        {
            Resend(link, delivery, settings.Time.GetTimestamp() + _timeout);
            return;
        }

        delivery.IsDone = true;
        if (outcome == MessageOutcome.Completed)
            delivery.Queue.CountDelivered();
        else
            delivery.Queue.CountRejected();
        Release(delivery.Queue);
    }

    /// <summary>The queue with the best priority that has messages; of several, the one whose first message is the oldest.</summary>
    private ClientQueue? Next()
    {
        ClientQueue? best = null;
        var bestSequence = long.MaxValue;
        foreach (var queue in _queues)
        {
            if (queue.NeedsLoad && !queue.IsLoading)
                queue.IsLoading = settings.Loader.Request(queue);
            if (queue.IsEmpty)
                continue;
            if (best is not null && best.Priority < queue.Priority)
                break;
            // One whose messages are still in the store holds back its equals: nothing overtakes what is older.
            var sequence = queue.TryPeek(out var first) ? first.Message.Sequence : 0;
            if (sequence >= bestSequence)
                continue;
            best = queue;
            bestSequence = sequence;
        }

        return best;
    }

    private void Release(ClientQueue queue)
    {
        var last = queue.Trim();
        if (last > 0)
            settings.Store.Release(queue.Id, last);
    }

    private void Rewind()
    {
        _inFlight.Clear();
        foreach (var queue in _queues)
            queue.Rewind();
    }
}
