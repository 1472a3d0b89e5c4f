using Amqp;
using Amqp.Framing;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Topics;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>One client of a connection, which may have several, with its links. It is connected as long as one of them is attached.</summary>
internal sealed class AmqpClient(ClientIdentity identity, EventIntake events, AmqpWorkQueue work, ILogger logger) : IClientLink, IDisposable
{
    private readonly Dictionary<(LinkNode Node, bool IsReceiver), LinkEnd> _links = [];
    private volatile MessageSender? _messages;
    private volatile AnswerSender? _twin;
    private volatile AnswerSender? _methods;
    private volatile Ending? _ending;
    private ClientConnection? _connection;

    public ClientIdentity Identity => identity;

    /// <summary>When its token ends, skew included.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Whether its last link is gone, and with it the client.</summary>
    public bool IsGone => _links.Count == 0;

    /// <summary>Why the hub wants it to go; null as long as it does not.</summary>
    public Ending? Requested => _ending;

    private SubscriptionKind MessageKind => identity.IsModule ? SubscriptionKind.ModuleMessages : SubscriptionKind.CloudToDevice;

    private ClientConnection Connection => _connection!;

    /// <summary>Makes it known to the hub. An earlier connection of the same client ends.</summary>
    public async Task ConnectAsync(EdgeHub hub, string? modelId, CancellationToken cancellationToken)
    {
        _connection = await hub.ConnectAsync(identity, this, new ConnectOptions(CleanSession: true, modelId), cancellationToken).ConfigureAwait(false);
        _connection.Start();
    }

    /// <inheritdoc/>
    public void SendMessage(in OutgoingMessage message) => _messages?.Enqueue(message);

    /// <inheritdoc/>
    public void SendDesiredPatch(ushort packetId, long version, ReadOnlyMemory<byte> patch) => _twin?.Enqueue(TwinRequests.Notification(patch));

    /// <inheritdoc/>
    public void SendMethodRequest(ushort packetId, string name, string requestId, ReadOnlyMemory<byte> payload) =>
        _methods?.Enqueue(MethodCalls.Request(name, requestId, payload));

    /// <inheritdoc/>
    public void Close(CloseCause cause, string reason)
    {
        Interlocked.CompareExchange(ref _ending, new Ending(cause, reason), null);
        work.Wake();
    }

    /// <summary>Attaches a link. An older one to the same node gives way, and one of another pair (protocol section 2.3).</summary>
    public void Attach(LinkEnd end, LinkNode node)
    {
        if (_links.TryGetValue((node, end.IsReceiver), out var same))
            Remove((node, end.IsReceiver), same, LinkErrors.Stolen("A newer link to the same node took over."));
        if (node is LinkNode.Twin or LinkNode.Methods && _links.TryGetValue((node, !end.IsReceiver), out var other) && other.CorrelationId != end.CorrelationId)
            Remove((node, !end.IsReceiver), other, LinkErrors.Detached("A link of another pair was attached."));
        _links[(node, end.IsReceiver)] = end;
        if (end is ReceiverEnd receiver)
            AttachReceiver(receiver, node);
        else
            AttachSender((SenderEnd)end, node);
    }

    /// <summary>Lets go of links that are detached, and sends what waits on the others.</summary>
    public void Advance()
    {
        foreach (var (key, end) in _links)
        {
            if (end.IsClosed)
                Remove(key, end, null);
            else
                (end as SenderEnd)?.Advance();
        }
    }

    /// <summary>Ends all its links.</summary>
    public void Detach(Error error)
    {
        foreach (var (key, end) in _links)
            Remove(key, end, error);
    }

    public void Dispose() => _connection?.Dispose();

    private void AttachReceiver(ReceiverEnd end, LinkNode node)
    {
        end.Handler = node switch
        {
            LinkNode.Events => (message, cancellationToken) => events.AddAsync(Connection, end, message, cancellationToken),
            LinkNode.Twin => (message, cancellationToken) => RequestAsync(end, message, new TwinRequests(Connection, answer => _twin?.Enqueue(answer)).HandleAsync, cancellationToken),
            _ => (message, cancellationToken) => RequestAsync(end, message, RespondAsync, cancellationToken),
        };
        end.Accept(node == LinkNode.Events ? SenderSettleMode.Mixed : SenderSettleMode.Settled, ReceiverSettleMode.First);
    }

    private void AttachSender(SenderEnd end, LinkNode node)
    {
        if (node is LinkNode.Twin or LinkNode.Methods)
        {
            end.Accept(SenderSettleMode.Settled, ReceiverSettleMode.First);
            if (node == LinkNode.Twin)
                _twin = (AnswerSender)end;
            else
                _methods = (AnswerSender)end;
            Connection.Subscribe(node == LinkNode.Twin ? SubscriptionKind.DesiredPatches : SubscriptionKind.Methods);
        }
        else
        {
            var messages = (MessageSender)end;
            messages.Settled = Connection.Settle;
            messages.OutcomeUnknown = outcome => Log.OutcomeUnknown(logger, identity.ClientId, outcome);
            end.Accept(SenderSettleMode.Unsettled, node == LinkNode.DeviceBound ? ReceiverSettleMode.Second : ReceiverSettleMode.First);
            // A module gets nothing from the cloud; its link is there because its client asks for it when it has no gateway.
            if (identity.IsModule == (node == LinkNode.DeviceBound))
                return;
            _messages = messages;
            Connection.Subscribe(MessageKind);
        }

        Connection.Start();
    }

    private async ValueTask RequestAsync(ReceiverEnd end, ReceivedMessage received, Func<Message, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
    {
        try
        {
            // What came before it is stored before it: a client may tell of its events in its twin.
            await events.FlushAsync(cancellationToken).ConfigureAwait(false);
            await handle(received.Decode(), cancellationToken).ConfigureAwait(false);
            end.Settle(received, new Accepted());
        }
        catch (InvalidDataException exception)
        {
            end.Settle(received, new Rejected { Error = LinkErrors.Argument(exception.Message) });
        }
    }

    private ValueTask RespondAsync(Message response, CancellationToken cancellationToken)
    {
        MethodCalls.Respond(Connection, response);
        return ValueTask.CompletedTask;
    }

    private void Remove((LinkNode Node, bool IsReceiver) key, LinkEnd end, Error? error)
    {
        _links.Remove(key);
        if (error is not null)
            end.Detach(error);
        if (ReferenceEquals(end, _twin))
        {
            _twin = null;
            Connection.Unsubscribe(SubscriptionKind.DesiredPatches);
        }
        else if (ReferenceEquals(end, _methods))
        {
            _methods = null;
            Connection.Unsubscribe(SubscriptionKind.Methods);
        }
        else if (ReferenceEquals(end, _messages))
        {
            _messages = null;
            Connection.Unsubscribe(MessageKind);
        }
    }

    /// <summary>Why the hub wants a client to go.</summary>
    internal sealed record Ending(CloseCause Cause, string Reason);
}
