using Amqp.Framing;
using Amqp.Listener;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The clients of one connection, and the door through which they come: every link is attached here or refused (protocol sections 2.2 and 2.3).</summary>
internal sealed class AmqpClients
{
    private const int Ok = 200;
    private const int BadRequest = 400;
    private const int Unauthorized = 401;
    private const int TooMany = 403;

    private readonly Dictionary<ClientIdentity, AmqpClient> _clients = [];
    private readonly AmqpTokens _tokens = new();
    private readonly EdgeHub _hub;
    private readonly AmqpWorkQueue _work;
    private readonly AmqpTransport _transport;
    private readonly EventIntake _events;
    private readonly CbsNode _cbs;
    private readonly ILogger _logger;

    public AmqpClients(EdgeHub hub, AmqpWorkQueue work, AmqpTransport transport, EventIntake events, ILogger logger)
    {
        _hub = hub;
        _work = work;
        _transport = transport;
        _events = events;
        _logger = logger;
        _cbs = new CbsNode(PutToken);
    }

    public bool IsEmpty => _clients.Count == 0;

    /// <summary>Keeps a token that came another way than through <c>$cbs</c>.</summary>
    public void KeepToken(string token) => _tokens.TryPut(SharedAccessSignature.Parse(token), token);

    /// <summary>A link is asked for. Called by the library while it reads: the answer comes later.</summary>
    public void OnAttach(ListenerLink link, Attach attach)
    {
        LinkEnd end;
        if (link.Role)
            end = new ReceiverEnd(link, attach, _work);
        else if (LinkAddress.TryParse((attach.Source as Source)?.Address, out var address) && address.Node is LinkNode.Events or LinkNode.DeviceBound)
            end = new MessageSender(link, attach, _work, _transport);
        else
            end = new AnswerSender(link, attach, _work, _transport);
        _work.Post(cancellationToken => AttachAsync(end, cancellationToken));
    }

    /// <summary>Sends what waits, and ends what is to end.</summary>
    public void Advance(DateTimeOffset now)
    {
        _cbs.Advance();
        foreach (var client in _clients.Values)
        {
            client.Advance();
            if (client.Requested is { } ending)
                Close(client, ending.Cause, ending.Reason);
            else if (now >= client.ExpiresAt)
                Close(client, CloseCause.Revoked, "its token has expired");
            else if (client.IsGone)
                Forget(client);
        }
    }

    /// <summary>Ends all links, so that clients hear of it at once (protocol section 11.3).</summary>
    public void Detach(string reason)
    {
        foreach (var client in _clients.Values)
            client.Detach(LinkErrors.Detached(reason));
    }

    /// <summary>The connection is gone, and they with it.</summary>
    public void Disconnect()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        _clients.Clear();
    }

    /// <summary>The clients, for the log.</summary>
    public override string ToString() => string.Join(", ", _clients.Keys.Select(identity => identity.ClientId));

    private async ValueTask AttachAsync(LinkEnd end, CancellationToken cancellationToken)
    {
        if (end.IsClosed)
            return;
        if (end.Address is not { } address)
        {
            end.Refuse(LinkErrors.NotFound($"There is nothing at '{end.AddressText}'."));
        }
        else if (address.Node == LinkNode.Cbs)
        {
            _cbs.Attach(end);
        }
        else if (!end.IsReceiver && address is { Node: LinkNode.Events, ModuleId: null } || end.IsReceiver && address.Node == LinkNode.DeviceBound)
        {
            end.Refuse(LinkErrors.NotFound($"A client cannot {(end.IsReceiver ? "send to" : "receive from")} '{end.AddressText}'."));
        }
        else if (await FindAsync(address, end.ModelId, cancellationToken).ConfigureAwait(false) is { } client)
        {
            client.Attach(end, address.Node);
        }
        else
        {
            // Why is in the hub's log; who is not known is not told.
            end.Refuse(LinkErrors.Unauthorized($"'{address.DeviceId}{(address.ModuleId is null ? "" : $"/{address.ModuleId}")}' has put no token on this connection, or one that is not good."));
        }
    }

    private async ValueTask<AmqpClient?> FindAsync(LinkAddress address, string? modelId, CancellationToken cancellationToken)
    {
        if (!TryIdentify(address, out var identity))
            return null;
        if (_clients.TryGetValue(identity, out var known))
            return known;
        if (_tokens.Find(identity) is not { } token || _hub.Authenticate(identity, token) is not { Identity: not null } login)
            return null;
        var client = new AmqpClient(identity, _events, _work, _logger) { ExpiresAt = login.ExpiresAt };
        await client.ConnectAsync(_hub, modelId, cancellationToken).ConfigureAwait(false);
        return _clients[identity] = client;
    }

    private (int Status, string Text) PutToken(string token)
    {
        try
        {
            var signature = SharedAccessSignature.Parse(token);
            if (signature.Audience.IsService)
                return (BadRequest, "The token is a service's; devices and modules connect here.");
            // Told at once, as at IoT Hub. edgeHub takes the token and refuses the first link, which Node's client waits out for minutes.
            if (!IsGood(signature, token))
                return (Unauthorized, "The token is good for no client of this hub; why is in the hub's log.");
            return _tokens.TryPut(signature, token) ? (Ok, "OK") : (TooMany, $"A connection may bring {AmqpLimits.MaxTokens} tokens.");
        }
        catch (ProtocolException exception)
        {
            return (BadRequest, exception.Message);
        }
    }

    private bool IsGood(SharedAccessSignature signature, string token)
    {
        var covered = _hub.Identities.All.Select(client => client.Identity).Where(identity => signature.Audience.Covers(identity.DeviceId, identity.ModuleId)).ToList();
        if (covered.Count == 0)
            Log.TokenForNobody(_logger, signature.ToString());
        var isGood = false;
        foreach (var identity in covered)
        {
            var isConnected = _clients.TryGetValue(identity, out var client);
            // A token of a whole device need not be good for all its modules: they are checked when they connect.
            if ((isGood && !isConnected) || _hub.Authenticate(identity, token) is not { Identity: not null } login)
                continue;
            isGood = true;
            if (isConnected)
                client!.ExpiresAt = login.ExpiresAt;
        }

        return isGood;
    }

    private void Close(AmqpClient client, CloseCause cause, string reason)
    {
        Log.AmqpClosed(_logger, client.Identity.ClientId, reason);
        client.Detach(LinkErrors.Of(cause, reason));
        Forget(client);
    }

    private void Forget(AmqpClient client)
    {
        _clients.Remove(client.Identity);
        client.Dispose();
    }

    private static bool TryIdentify(LinkAddress address, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ClientIdentity? identity)
    {
        try
        {
            identity = new ClientIdentity(address.DeviceId, address.ModuleId);
            return true;
        }
        catch (ProtocolException)
        {
            identity = null;
            return false;
        }
    }
}
