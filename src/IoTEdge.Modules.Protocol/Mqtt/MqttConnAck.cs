namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>CONNACK (section 3.2 of the standard).</summary>
/// <param name="SessionPresent">Whether the server still has the client's session.</param>
/// <param name="ReturnCode">Whether the client is connected, or why not.</param>
public readonly record struct MqttConnAck(bool SessionPresent, MqttConnectReturnCode ReturnCode)
{
    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.ConnAck"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttConnAck Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.ConnAck);
        var flags = reader.ReadByte("acknowledge flags");
        if (flags > 1) throw reader.Error("reserved acknowledge flags are set.");
        var code = reader.ReadByte("return code");
        reader.RequireEnd();
        if (code > (byte)MqttConnectReturnCode.NotAuthorized) throw reader.Error($"return code {code} does not exist.");
        if (flags == 1 && code != 0) throw reader.Error("a refusal says that a session is present.");
        return new MqttConnAck(flags == 1, (MqttConnectReturnCode)code);
    }
}
