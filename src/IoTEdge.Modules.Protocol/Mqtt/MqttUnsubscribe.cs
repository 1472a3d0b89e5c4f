namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>UNSUBSCRIBE (section 3.10 of the standard).</summary>
/// <param name="PacketId">The packet id, answered by UNSUBACK.</param>
/// <param name="Filters">The filters, at least one.</param>
public sealed record MqttUnsubscribe(ushort PacketId, IReadOnlyList<string> Filters)
{
    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.Unsubscribe"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed, or has more than <see cref="MqttSubscribe.MaxFilters"/> filters.</exception>
    public static MqttUnsubscribe Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.Unsubscribe);
        var id = reader.ReadPacketId();
        var filters = new List<string>(1);
        do
        {
            if (filters.Count == MqttSubscribe.MaxFilters) throw reader.Error($"it has more than {MqttSubscribe.MaxFilters} filters.");
            var filter = reader.ReadString("topic filter");
            if (filter.Length == 0) throw reader.Error("a topic filter is empty.");
            filters.Add(filter);
        }
        while (!reader.IsAtEnd);
        return new MqttUnsubscribe(id, filters);
    }
}
