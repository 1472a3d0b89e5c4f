using System.Buffers;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>One connection of one client, as a protocol head drives it: from the accepted login until it is disposed.</summary>
/// <remarks>Calls come from one loop, one after the other; what arrives for the client goes through its <see cref="IClientLink"/> at any time.</remarks>
public sealed class ClientConnection : IDisposable
{
    // As at edgeHub, receivers see MQTT's flags as properties (protocol section 1.1.6).
    private const string RetainProperty = "mqtt-retain";
    private const string DuplicateProperty = "mqtt-dup";

    private readonly ClientSession _session;
    private readonly IClientLink _link;
    private readonly MessageIngress _ingress;
    private readonly TwinRegistry _twins;
    private readonly MethodDispatcher _methods;

    internal ClientConnection(ClientSession session, IClientLink link, bool isSessionPresent, MessageIngress ingress, TwinRegistry twins, MethodDispatcher methods)
    {
        _session = session;
        _link = link;
        _ingress = ingress;
        _twins = twins;
        _methods = methods;
        IsSessionPresent = isSessionPresent;
    }

    /// <summary>The client.</summary>
    public ClientIdentity Identity => _session.Identity;

    /// <summary>Whether subscriptions of an earlier connection are still there (protocol section 1.1.5).</summary>
    public bool IsSessionPresent { get; }

    /// <summary>Lets messages flow to the client. Call it once its login has been answered.</summary>
    public void Start() => _session.Start(_link);

    /// <summary>Subscribes, and remembers it for the next connection unless this one has a clean session.</summary>
    /// <param name="subscriptions">The filters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A code a filter: the granted quality of service, or <see cref="MqttSubAck.Failure"/> for a filter of another client. Call <see cref="Start"/> again afterwards.</returns>
    public Task<byte[]> SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancellationToken) =>
        _session.SubscribeAsync(_link, subscriptions, cancellationToken);

    /// <summary>Takes subscriptions back.</summary>
    /// <param name="filters">The filters; unknown ones do not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken) =>
        _session.UnsubscribeAsync(_link, filters, cancellationToken);

    /// <summary>Subscribes, for protocols without filters. It lasts as long as the connection. Call <see cref="Start"/> again afterwards.</summary>
    /// <param name="kind">What to.</param>
    public void Subscribe(SubscriptionKind kind) => _session.Subscribe(_link, kind);

    /// <summary>Takes a subscription without filter back.</summary>
    /// <param name="kind">Which one.</param>
    public void Unsubscribe(SubscriptionKind kind) => _session.Unsubscribe(_link, kind);

    /// <summary>Puts a message into a batch, unless no route takes it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="topic">The topic, of kind <see cref="ClientTopicKind.Telemetry"/>.</param>
    /// <param name="payload">The body; copied.</param>
    /// <param name="isDuplicate">Whether its sender may have sent it before.</param>
    /// <param name="isRetained">Whether its sender asks to retain it, which hubs do not.</param>
    /// <exception cref="ProtocolException">The topic is another client's, its properties are malformed, or the message is too large.</exception>
    public void Add(MessageBatch batch, in ClientTopic topic, in ReadOnlySequence<byte> payload, bool isDuplicate = false, bool isRetained = false)
    {
        // edgeHub takes the sender's ids from the topic without comparing (protocol section 1.2); IoT Hub does not, and neither do we.
        if (!topic.IsFrom(Identity.DeviceId, Identity.ModuleId))
            throw new ProtocolException("telemetry topic", $"it is not of the connected client {Identity}; a client publishes only on its own topic.");
        var properties = PropertyBag.Parse(topic.PropertySegment.Span);
        if (isRetained)
            properties[RetainProperty] = "true";
        if (isDuplicate)
            properties[DuplicateProperty] = "true";
        Add(batch, properties, payload);
    }

    /// <summary>Puts a message into a batch, unless no route takes it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="properties">System properties by their keys on the wire (protocol section 1.2.1), and the application's; the hub keeps it.</param>
    /// <param name="payload">The body; copied.</param>
    /// <exception cref="ProtocolException">The message is too large.</exception>
    public void Add(MessageBatch batch, PropertyBag properties, in ReadOnlySequence<byte> payload)
    {
        _ingress.Add(batch, Identity, properties, payload);
        _session.CountReceived();
    }

    /// <summary>Hands a batch to the store. It tells its sender when it is kept.</summary>
    /// <param name="batch">The batch; may be empty.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    public ValueTask AppendAsync(MessageBatch batch, CancellationToken cancellationToken) => _ingress.AppendAsync(batch, cancellationToken);

    /// <summary>The client says what becomes of a message.</summary>
    /// <param name="deliveryId">The id that the message was sent with; an unknown one does not matter.</param>
    /// <param name="outcome">What becomes of it.</param>
    public void Settle(ushort deliveryId, MessageOutcome outcome) => _session.Pump.Settle(_link, deliveryId, outcome);

    /// <summary>The packet id for an answer to a twin request: 0 for none.</summary>
    /// <returns><see langword="null"/> when the client has not subscribed to answers, and gets none.</returns>
    public ushort? TakeTwinResponseId() => _session.TakeTwinResponseId();

    /// <summary>The twin as clients get it, JSON.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<byte[]> GetTwinAsync(CancellationToken cancellationToken) => _twins.GetDocumentAsync(Identity, cancellationToken);

    /// <summary>Changes reported properties.</summary>
    /// <param name="patch">The change, JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The version after the change.</returns>
    /// <exception cref="ProtocolException">It is no JSON object, or breaks a limit of reported properties.</exception>
    public Task<long> PatchReportedAsync(in ReadOnlySequence<byte> patch, CancellationToken cancellationToken) =>
        TellAsync(_twins.PatchReportedAsync(Identity, patch, cancellationToken), patch, cancellationToken);

    // Routes may take the change as a message, from /twinChangeNotifications (protocol section 7.3).
    private async Task<long> TellAsync(Task<long> patching, ReadOnlySequence<byte> patch, CancellationToken cancellationToken)
    {
        var version = await patching.ConfigureAwait(false);
        var batch = new AwaitableBatch();
        _ingress.AddTwinChange(batch, Identity, patch);
        if (batch.Count == 0)
            return version;
        await _ingress.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
        await batch.Stored.WaitAsync(cancellationToken).ConfigureAwait(false);
        return version;
    }

    /// <summary>Answers a direct method.</summary>
    /// <param name="requestId">The id of the call; one that nobody waits for does not matter.</param>
    /// <param name="status">The status.</param>
    /// <param name="payload">JSON, or nothing.</param>
    public void RespondToMethod(string requestId, int status, in ReadOnlySequence<byte> payload) =>
        _methods.Complete(Identity, requestId, status, payload);

    /// <summary>Says that the connection is gone.</summary>
    public void Dispose() => _session.Disconnect(_link);
}
