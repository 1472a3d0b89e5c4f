namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>PUBACK (section 3.4 of the standard).</summary>
/// <param name="PacketId">The packet id of the message that it acknowledges.</param>
public readonly record struct MqttPubAck(ushort PacketId)
{
    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.PubAck"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttPubAck Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.PubAck);
        var id = reader.ReadPacketId();
        reader.RequireEnd();
        return new MqttPubAck(id);
    }
}
