using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What the library asks of the owner of one connection.</summary>
internal sealed class AmqpContainer(IAsyncTransport transport, Action<ListenerLink, Attach> attach) : IContainer
{
    public X509Certificate2 ServiceCertificate => throw new NotSupportedException("TLS is not the library's business here.");

    public IDictionary<string, TransportProvider> CustomTransports { get; } =
        new Dictionary<string, TransportProvider> { [SingleTransport.Scheme] = new SingleTransport(transport) };

    public Message CreateMessage(ByteBuffer buffer) => new ReceivedMessage(buffer);

    public Link CreateLink(ListenerConnection connection, ListenerSession session, Attach attach) => new ListenerLink(session, attach);

    public bool AttachLink(ListenerConnection connection, ListenerSession session, Link link, Attach received)
    {
        attach((ListenerLink)link, received);
        // It is answered later, when it is known who the client is.
        return false;
    }
}
