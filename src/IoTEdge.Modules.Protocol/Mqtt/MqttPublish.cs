using System.Buffers;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>PUBLISH (section 3.3 of the standard). The payload stays in the frame's buffer.</summary>
/// <param name="Topic">The topic; never empty, never with a wildcard.</param>
/// <param name="Payload">The payload, in the frame's buffer.</param>
/// <param name="QualityOfService">The quality of service.</param>
/// <param name="PacketId">The packet id; 0 at quality of service 0.</param>
/// <param name="Duplicate">Whether the sender may have sent it before.</param>
/// <param name="Retain">Whether it asks to be retained, or was.</param>
public readonly record struct MqttPublish(
    string Topic, ReadOnlySequence<byte> Payload, MqttQualityOfService QualityOfService, ushort PacketId, bool Duplicate, bool Retain)
{
    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.Publish"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttPublish Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.Publish);
        var qualityOfService = (MqttQualityOfService)((frame.Flags >> 1) & 0x03);
        var duplicate = (frame.Flags & 0x08) != 0;
        if (duplicate && qualityOfService == MqttQualityOfService.AtMostOnce)
            throw reader.Error("the duplicate flag is set at quality of service 0.");
        var topic = reader.ReadString("topic");
        if (topic.Length == 0) throw reader.Error("the topic is empty.");
        if (topic.AsSpan().ContainsAny('+', '#')) throw reader.Error("the topic has a wildcard.");
        var packetId = qualityOfService == MqttQualityOfService.AtMostOnce ? (ushort)0 : reader.ReadPacketId();
        return new MqttPublish(topic, reader.ReadRest(), qualityOfService, packetId, duplicate, (frame.Flags & 0x01) != 0);
    }
}
