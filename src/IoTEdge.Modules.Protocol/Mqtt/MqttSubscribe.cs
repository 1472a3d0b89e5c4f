namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>SUBSCRIBE (section 3.8 of the standard).</summary>
/// <param name="PacketId">The packet id, answered by SUBACK.</param>
/// <param name="Subscriptions">The filters, at least one.</param>
public sealed record MqttSubscribe(ushort PacketId, IReadOnlyList<MqttSubscription> Subscriptions)
{
    /// <summary>The most filters that one packet may carry. Hubs know six of them (protocol section 1.4).</summary>
    public const int MaxFilters = 64;

    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.Subscribe"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed, or has more than <see cref="MaxFilters"/> filters.</exception>
    public static MqttSubscribe Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.Subscribe);
        var id = reader.ReadPacketId();
        var subscriptions = new List<MqttSubscription>(1);
        do
        {
            if (subscriptions.Count == MaxFilters) throw reader.Error($"it has more than {MaxFilters} filters.");
            var filter = reader.ReadString("topic filter");
            if (filter.Length == 0) throw reader.Error("a topic filter is empty.");
            var qualityOfService = reader.ReadByte("quality of service");
            if (qualityOfService > 2) throw reader.Error($"quality of service {qualityOfService} does not exist.");
            subscriptions.Add(new MqttSubscription(filter, (MqttQualityOfService)qualityOfService));
        }
        while (!reader.IsAtEnd);
        return new MqttSubscribe(id, subscriptions);
    }
}
