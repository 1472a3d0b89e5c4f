using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>The hub's way to a client on MQTT (protocol section 1.3).</summary>
internal sealed class MqttLink(ConnectionContext context, MqttOutput output, ILogger logger) : IClientLink
{
    private string _client = $"A client at {context.RemoteEndPoint}";
    private string _messages = "";
    private int _isClosed;

    public MqttOutput Output { get; } = output;

    /// <summary>Whose connection it is, known once it has logged in.</summary>
    public void Identify(ClientIdentity identity)
    {
        _client = identity.ClientId;
        _messages = identity.IsModule ? $"devices/{identity.DeviceId}/modules/{identity.ModuleId}/inputs/" : $"devices/{identity.DeviceId}/messages/devicebound/";
    }

    /// <inheritdoc/>
    public void SendMessage(in OutgoingMessage message)
    {
        var properties = message.Message.PropertySegment;
        var topic = message.Input is { } input ? string.Concat(_messages, input, "/", properties) : string.Concat(_messages, properties);
        Send(topic, message.Message.Body.Span, message.DeliveryId, message.IsDuplicate);
    }

    /// <inheritdoc/>
    public void SendDesiredPatch(ushort packetId, long version, ReadOnlyMemory<byte> patch) =>
        Send(HubTopic.DesiredPatch(version), patch.Span, packetId);

    /// <inheritdoc/>
    public void SendMethodRequest(ushort packetId, string name, string requestId, ReadOnlyMemory<byte> payload) =>
        Send(HubTopic.MethodRequest(name, requestId), payload.Span, packetId);

    public void SendTwinResponse(ushort packetId, string topic, ReadOnlyMemory<byte> body) => Send(topic, body.Span, packetId);

    /// <summary>Logs the filters that were not granted.</summary>
    public void Refuse(IReadOnlyList<MqttSubscription> subscriptions, ReadOnlySpan<byte> codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == MqttSubAck.Failure)
                Log.FilterRefused(logger, _client, subscriptions[i].Filter);
        }
    }

    /// <inheritdoc/>
    /// <remarks>MQTT 3.1.1 has no word for the cause.</remarks>
    public void Close(CloseCause cause, string reason)
    {
        IsRevoked |= cause == CloseCause.Revoked;
        Close(reason);
    }

    /// <summary>Whether its client may say nothing more, not even its will.</summary>
    public bool IsRevoked { get; private set; }

    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        Log.MqttClosed(logger, _client, reason);
        context.Abort(new ConnectionAbortedException(reason));
    }

    /// <summary>Ends the connection because the hub stops: nothing is wrong.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        Log.MqttStopped(logger, _client);
        context.Abort(new ConnectionAbortedException("the hub stops"));
    }

    /// <summary>Ends the connection because of a mistake of the hub's own, which must not stay unseen.</summary>
    public void Fail(Exception exception)
    {
        Log.MqttFailed(logger, _client, exception);
        End();
        context.Abort(new ConnectionAbortedException("the hub failed"));
    }

    /// <summary>The client said goodbye, or was answered for the last time: nothing is wrong.</summary>
    public void End() => Interlocked.Exchange(ref _isClosed, 1);

    private void Send(string topic, ReadOnlySpan<byte> payload, ushort packetId, bool isDuplicate = false)
    {
        try
        {
            if (!Output.TrySendPublish(topic, payload, packetId, isDuplicate))
                Close("it does not read what it is sent");
        }
        catch (ProtocolException exception)
        {
            // A property segment that fits the sender's topic may be too long for the receiver's, which has the input's name too.
            Close(exception.Message);
        }
    }
}
