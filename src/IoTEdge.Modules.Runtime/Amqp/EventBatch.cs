using Amqp;
using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Messages that are stored together, with the deliveries to settle once they are. Used again and again.</summary>
internal sealed class EventBatch(Action<EventBatch> done) : MessageBatch
{
    private readonly List<(ReceiverEnd Link, Message Message)> _deliveries = [];

    public IReadOnlyList<(ReceiverEnd Link, Message Message)> Deliveries => _deliveries;

    /// <summary>Why the messages were not kept; null when they were.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many bytes its deliveries have.</summary>
    public int Size { get; private set; }

    /// <summary>Whether it is time to store it, however much more there is.</summary>
    public bool IsFull => _deliveries.Count >= 256 || Size >= AmqpLimits.MaxDeliverySize;

    public void Deliver(ReceiverEnd link, ReceivedMessage message)
    {
        _deliveries.Add((link, message));
        Size += message.Payload.Length;
    }

    public void Reset()
    {
        _deliveries.Clear();
        Failure = null;
        Size = 0;
    }

    protected override void OnStored() => done(this);

    protected override void OnFailed(Exception exception)
    {
        Failure = exception;
        done(this);
    }
}
