namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>UNSUBACK (section 3.11 of the standard).</summary>
/// <param name="PacketId">The packet id of the unsubscribe.</param>
public readonly record struct MqttUnsubAck(ushort PacketId)
{
    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.UnsubAck"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttUnsubAck Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.UnsubAck);
        var id = reader.ReadPacketId();
        reader.RequireEnd();
        return new MqttUnsubAck(id);
    }
}
