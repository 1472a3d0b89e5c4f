using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>A link that the hub sends on, as far as the client has given credit and reads.</summary>
internal abstract class SenderEnd : LinkEnd
{
    private readonly AmqpTransport _transport;
    private int _acceptingThread;
    private uint _limit;
    private uint _sent;

    protected SenderEnd(ListenerLink link, Attach attach, AmqpWorkQueue work, AmqpTransport transport)
        : base(link, attach, work)
    {
        _transport = transport;
        link.InitializeSender(OnCredit, OnDisposition, null);
    }

    /// <summary>Whether a message may be sent now.</summary>
    protected bool CanSend => !IsClosed && !_transport.IsFull && unchecked((int)(Volatile.Read(ref _limit) - _sent)) > 0;

    public override void Accept(SenderSettleMode sender, ReceiverSettleMode receiver)
    {
        _acceptingThread = Environment.CurrentManagedThreadId;
        base.Accept(sender, receiver);
        _acceptingThread = 0;
    }

    /// <summary>Sends what waits and may be sent. Called by the connection's work only.</summary>
    public abstract void Advance();

    protected void Send(Message message)
    {
        var buffer = message.Encode();
        _transport.Reserve(buffer.Length);
        _sent++;
        try
        {
            Link.SendMessage(message, buffer);
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
        {
            // The link is gone, and the hub hears of that; what it sent comes again with the next one.
        }
    }

    protected void Settle(Message message, DeliveryState outcome)
    {
        try
        {
            Link.DisposeMessage(message, outcome, settled: true);
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
        {
            // The connection is gone.
        }
    }

    /// <summary>The client says something of a message. Called by the library while it reads.</summary>
    protected abstract void OnDisposition(Message message, DeliveryState? outcome, bool isSettled);

    private void OnCredit(int credit, Fields? properties, object? context)
    {
        // Credit that came before the attach was answered is told a second time then, when the last flow may be another link's.
        if (_acceptingThread == Environment.CurrentManagedThreadId)
            return;
        Volatile.Write(ref _limit, _transport.Credit.Limit);
        Work.Wake();
    }

    private void OnDisposition(Message message, DeliveryState? outcome, bool isSettled, object? context)
    {
        // When a link ends the library calls all its messages released; nobody has said so.
        if (!IsClosed)
            OnDisposition(message, outcome, isSettled);
    }
}
