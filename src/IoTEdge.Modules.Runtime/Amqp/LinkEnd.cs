using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The hub's end of a link.</summary>
internal abstract class LinkEnd
{
    private const string CorrelationProperty = "com.microsoft:channel-correlation-id";
    private readonly Attach _attach;
    private volatile bool _isClosed;

    protected LinkEnd(ListenerLink link, Attach attach, AmqpWorkQueue work)
    {
        Link = link;
        _attach = attach;
        Work = work;
        // A link asks for a node by the target it sends to, or the source it receives from.
        AddressText = attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address;
        Address = LinkAddress.TryParse(AddressText, out var address) ? address : null;
        link.AddClosedCallback((_, _) =>
        {
            _isClosed = true;
            work.Wake();
        });
    }

    /// <summary>What it is attached to; null when there is no such thing.</summary>
    public LinkAddress? Address { get; }

    public string? AddressText { get; }

    /// <summary>Whether either side has detached it.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether the hub receives on it.</summary>
    public bool IsReceiver => Link.Role;

    /// <summary>What both links of a pair have in common; null for none (protocol section 2.3).</summary>
    public string? CorrelationId => Read(CorrelationProperty) is { } text ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : null;

    /// <summary>The digital twin model that the client follows; null for none.</summary>
    public string? ModelId => Read("com.microsoft:model-id");

    protected ListenerLink Link { get; }

    protected AmqpWorkQueue Work { get; }

    /// <summary>Attaches it.</summary>
    /// <param name="sender">When the sender settles.</param>
    /// <param name="receiver">When the receiver does.</param>
    public virtual void Accept(SenderSettleMode sender, ReceiverSettleMode receiver)
    {
        _attach.SndSettleMode = sender;
        _attach.RcvSettleMode = receiver;
        _attach.MaxMessageSize = AmqpLimits.MaxDeliverySize;
        Complete(null);
    }

    /// <summary>Answers the attach and detaches at once: that is how a link is told why it is refused.</summary>
    public void Refuse(Error error) => Complete(error);

    /// <summary>Ends it, if it has not ended yet.</summary>
    public void Detach(Error error)
    {
        try
        {
            Link.Close(TimeSpan.Zero, error);
        }
        catch (AmqpException)
        {
            // The client detached it in the same moment, or the connection is gone.
        }
    }

    private void Complete(Error? error)
    {
        try
        {
            Link.CompleteAttach(_attach, error);
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
        {
            // The session or the connection ended while the link was on its way.
            _isClosed = true;
        }
    }

    private string? Read(string property) => _attach.Properties?[new Symbol(property)] as string;
}
