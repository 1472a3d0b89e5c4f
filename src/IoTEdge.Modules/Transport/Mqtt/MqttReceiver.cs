using System.Buffers;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Gives each packet that arrives to whoever waits for it.</summary>
internal sealed class MqttReceiver(
    IModuleConnectionHandler handler,
    MqttOutbox outbox,
    PendingAcknowledgements acknowledgements,
    PendingTwinRequests twinRequests,
    ArrivalAcknowledger arrivals,
    Action<string> reportUnreadable)
{
    private static readonly Task<bool> Done = Task.FromResult(true);

    /// <summary>Handles one packet.</summary>
    /// <exception cref="ProtocolException">The packet is none that a hub sends, and the connection must end.</exception>
    public void Receive(in MqttFrame frame)
    {
        switch (frame.Type)
        {
            case MqttPacketType.PubAck:
                acknowledgements.Acknowledge(MqttPubAck.Read(frame).PacketId);
                break;
            case MqttPacketType.Publish:
                Receive(MqttPublish.Read(frame));
                break;
            case MqttPacketType.SubAck:
                Receive(MqttSubAck.Read(frame));
                break;
            case MqttPacketType.PingResp:
                break;
            default:
                throw new ProtocolException("MQTT packet", $"a hub does not send {frame.Type} at this point.");
        }
    }

    private void Receive(MqttSubAck answer)
    {
        if (answer.ReturnCodes.Contains(MqttSubAck.Failure))
            acknowledgements.Refuse(answer.PacketId, new EdgeModuleException(EdgeModuleErrorReason.Refused, "The hub refused a subscription."));
        else acknowledgements.Acknowledge(answer.PacketId);
    }

    private void Receive(in MqttPublish publish)
    {
        var outcome = Done;
        try
        {
            outcome = Dispatch(HubTopic.Parse(publish.Topic), publish.Payload);
        }
        catch (ProtocolException exception)
        {
            // Sent again it would be the same, so it is acknowledged: one unreadable message must not stop those behind it.
            reportUnreadable(exception.Message);
        }

        if (publish.QualityOfService == MqttQualityOfService.AtMostOnce) return;
        if (!arrivals.TryAdd(publish.PacketId, outcome))
            throw new ProtocolException("MQTT Publish", "the hub sends more messages at a time than this client takes unacknowledged.");
    }

    private Task<bool> Dispatch(in HubTopic topic, in ReadOnlySequence<byte> payload)
    {
        switch (topic.Kind)
        {
            case HubTopicKind.Input:
                return handler.OnInputAsync(new EdgeMessage(payload.ToArray(), PropertyBag.Parse(topic.PropertySegment.Span), topic.Name));
            case HubTopicKind.TwinResponse:
                twinRequests.Complete(topic.RequestId, new TwinResponse(topic.Status, payload.ToArray()));
                return Done;
            case HubTopicKind.DesiredPatch:
                ReceivePatch(topic.Version, payload);
                return Done;
            default:
                var requestId = topic.RequestId;
                handler.OnMethod(new MethodRequest(topic.Name, payload.ToArray()), result => Answer(requestId, result));
                return Done;
        }
    }

    private void ReceivePatch(long? topicVersion, in ReadOnlySequence<byte> payload)
    {
        var patch = TwinSection.FromWire(TwinJson.ParseObject(payload, "desired patch"), "desired patch");
        if ((patch.Version ?? topicVersion) is not { } version) throw new ProtocolException("desired patch", "it has no $version.");
        handler.OnDesiredPatch(patch.Properties, version);
    }

    private void Answer(string requestId, MethodResult result) =>
        outbox.Write((ClientTopic.MethodResponse(result.Status, requestId), result.Payload), static (output, packet) =>
            MqttPacketWriter.WritePublish(output, packet.Item1, packet.Payload.Span, MqttQualityOfService.AtMostOnce, 0));
}
