using System.Buffers;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>SUBACK (section 3.9 of the standard).</summary>
/// <param name="PacketId">The packet id of the subscribe.</param>
/// <param name="ReturnCodes">One code a filter, in order: the granted quality of service, or <see cref="Failure"/>.</param>
public sealed record MqttSubAck(ushort PacketId, IReadOnlyList<byte> ReturnCodes)
{
    /// <summary>The return code for a filter that the server does not grant.</summary>
    public const byte Failure = 0x80;

    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.SubAck"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttSubAck Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.SubAck);
        var id = reader.ReadPacketId();
        var codes = reader.ReadRest();
        if (codes.Length is 0 or > MqttSubscribe.MaxFilters)
            throw reader.Error($"it has {codes.Length} return codes; 1 to {MqttSubscribe.MaxFilters} are taken.");
        var result = codes.ToArray();
        foreach (var code in result)
        {
            if (code > 2 && code != Failure) throw reader.Error($"return code {code} does not exist.");
        }

        return new MqttSubAck(id, result);
    }
}
