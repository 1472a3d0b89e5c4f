using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>Writes MQTT 3.1.1 packets into a buffer, without allocating.</summary>
public static class MqttPacketWriter
{
    /// <summary>The largest remaining length that a packet can have: 268,435,455 bytes.</summary>
    public const int MaxRemainingLength = 0x0FFF_FFFF;

    private const int MaxFieldLength = ushort.MaxValue;
    private const int MaxHeaderLength = 5;

    /// <summary>Writes CONNECT.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="connect">The fields.</param>
    /// <exception cref="ProtocolException">A field is longer than 65,535 bytes.</exception>
    public static void WriteConnect(IBufferWriter<byte> output, MqttConnect connect)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(connect);
        var will = connect.Will;
        var willLength = will is null ? 0 : FieldLength(will.Topic, "will topic") + 2 + BinaryLength(will.Payload.Length, "will message");
        var length = 10 + FieldLength(connect.ClientId, "client id") + willLength
            + (connect.UserName is null ? 0 : FieldLength(connect.UserName, "user name"))
            + (connect.Password is null ? 0 : FieldLength(connect.Password, "password"));
        var span = output.GetSpan(MaxHeaderLength + length);
        var position = WriteHeader(span, MqttPacketType.Connect, 0, length);
        position += WriteString(span[position..], "MQTT");
        span[position++] = connect.ProtocolLevel;
        span[position++] = Flags(connect);
        BinaryPrimitives.WriteUInt16BigEndian(span[position..], connect.KeepAliveSeconds);
        position += 2;
        position += WriteString(span[position..], connect.ClientId);
        if (will is not null)
        {
            position += WriteString(span[position..], will.Topic);
            BinaryPrimitives.WriteUInt16BigEndian(span[position..], (ushort)will.Payload.Length);
            will.Payload.CopyTo(span[(position + 2)..]);
            position += 2 + (int)will.Payload.Length;
        }

        if (connect.UserName is not null) position += WriteString(span[position..], connect.UserName);
        if (connect.Password is not null) position += WriteString(span[position..], connect.Password);
        output.Advance(position);
    }

    /// <summary>Writes CONNACK.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="connAck">The fields.</param>
    public static void WriteConnAck(IBufferWriter<byte> output, MqttConnAck connAck)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> bytes = [(byte)MqttPacketType.ConnAck << 4, 2, connAck.SessionPresent ? (byte)1 : (byte)0, (byte)connAck.ReturnCode];
        output.Write(bytes);
    }

    /// <summary>Writes PUBLISH.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="qualityOfService">The quality of service, 0 or 1.</param>
    /// <param name="packetId">The packet id; not used at quality of service 0.</param>
    /// <param name="duplicate">Whether it may have been sent before.</param>
    /// <exception cref="ProtocolException">The topic is empty or longer than 65,535 bytes, or the packet too large for MQTT.</exception>
    public static void WritePublish(
        IBufferWriter<byte> output, string topic, ReadOnlySpan<byte> payload, MqttQualityOfService qualityOfService, ushort packetId, bool duplicate = false)
    {
        WritePublishHeader(output, topic, payload.Length, qualityOfService, packetId, duplicate);
        output.Write(payload);
    }

    /// <summary>Writes PUBLISH with a payload in pieces.</summary>
    /// <inheritdoc cref="WritePublish(IBufferWriter{byte}, string, ReadOnlySpan{byte}, MqttQualityOfService, ushort, bool)"/>
    public static void WritePublish(
        IBufferWriter<byte> output, string topic, in ReadOnlySequence<byte> payload, MqttQualityOfService qualityOfService, ushort packetId, bool duplicate = false)
    {
        WritePublishHeader(output, topic, payload.Length, qualityOfService, packetId, duplicate);
        foreach (var piece in payload) output.Write(piece.Span);
    }

    /// <summary>Writes PUBACK.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="packetId">The packet id of the message.</param>
    public static void WritePubAck(IBufferWriter<byte> output, ushort packetId) => WriteIdOnly(output, MqttPacketType.PubAck, packetId);

    /// <summary>Writes UNSUBACK.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="packetId">The packet id of the unsubscribe.</param>
    public static void WriteUnsubAck(IBufferWriter<byte> output, ushort packetId) => WriteIdOnly(output, MqttPacketType.UnsubAck, packetId);

    /// <summary>Writes SUBSCRIBE.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="packetId">The packet id, not 0.</param>
    /// <param name="subscriptions">The filters, at least one.</param>
    /// <exception cref="ProtocolException">There is no filter, or one is longer than 65,535 bytes.</exception>
    public static void WriteSubscribe(IBufferWriter<byte> output, ushort packetId, IReadOnlyList<MqttSubscription> subscriptions)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(subscriptions);
        if (subscriptions.Count == 0) throw new ProtocolException("MQTT Subscribe", "it has no filter.");
        var length = 2;
        foreach (var subscription in subscriptions) length += FieldLength(subscription.Filter, "topic filter") + 1;
        var span = output.GetSpan(MaxHeaderLength + length);
        var position = WriteHeader(span, MqttPacketType.Subscribe, 0b0010, length);
        BinaryPrimitives.WriteUInt16BigEndian(span[position..], packetId);
        position += 2;
        foreach (var subscription in subscriptions)
        {
            position += WriteString(span[position..], subscription.Filter);
            span[position++] = (byte)subscription.QualityOfService;
        }

        output.Advance(position);
    }

    /// <summary>Writes SUBACK.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="packetId">The packet id of the subscribe.</param>
    /// <param name="returnCodes">One code a filter.</param>
    public static void WriteSubAck(IBufferWriter<byte> output, ushort packetId, ReadOnlySpan<byte> returnCodes)
    {
        ArgumentNullException.ThrowIfNull(output);
        var span = output.GetSpan(MaxHeaderLength + 2 + returnCodes.Length);
        var position = WriteHeader(span, MqttPacketType.SubAck, 0, 2 + returnCodes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(span[position..], packetId);
        returnCodes.CopyTo(span[(position + 2)..]);
        output.Advance(position + 2 + returnCodes.Length);
    }

    /// <summary>Writes UNSUBSCRIBE.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="packetId">The packet id, not 0.</param>
    /// <param name="filters">The filters, at least one.</param>
    /// <exception cref="ProtocolException">There is no filter, or one is longer than 65,535 bytes.</exception>
    public static void WriteUnsubscribe(IBufferWriter<byte> output, ushort packetId, IReadOnlyList<string> filters)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(filters);
        if (filters.Count == 0) throw new ProtocolException("MQTT Unsubscribe", "it has no filter.");
        var length = 2;
        foreach (var filter in filters) length += FieldLength(filter, "topic filter");
        var span = output.GetSpan(MaxHeaderLength + length);
        var position = WriteHeader(span, MqttPacketType.Unsubscribe, 0b0010, length);
        BinaryPrimitives.WriteUInt16BigEndian(span[position..], packetId);
        position += 2;
        foreach (var filter in filters) position += WriteString(span[position..], filter);
        output.Advance(position);
    }

    /// <summary>Writes PINGREQ.</summary>
    /// <param name="output">The buffer.</param>
    public static void WritePingRequest(IBufferWriter<byte> output) => WriteEmpty(output, MqttPacketType.PingReq);

    /// <summary>Writes PINGRESP.</summary>
    /// <param name="output">The buffer.</param>
    public static void WritePingResponse(IBufferWriter<byte> output) => WriteEmpty(output, MqttPacketType.PingResp);

    /// <summary>Writes DISCONNECT.</summary>
    /// <param name="output">The buffer.</param>
    public static void WriteDisconnect(IBufferWriter<byte> output) => WriteEmpty(output, MqttPacketType.Disconnect);

    private static void WritePublishHeader(
        IBufferWriter<byte> output, string topic, long payloadLength, MqttQualityOfService qualityOfService, ushort packetId, bool duplicate)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var hasId = qualityOfService != MqttQualityOfService.AtMostOnce;
        var headLength = FieldLength(topic, "topic") + (hasId ? 2 : 0);
        if (headLength + payloadLength > MaxRemainingLength)
            throw new ProtocolException("MQTT Publish", $"the payload has {payloadLength} bytes, too many for one packet.");
        var span = output.GetSpan(MaxHeaderLength + headLength);
        var flags = ((int)qualityOfService << 1) | (duplicate && hasId ? 0x08 : 0);
        var position = WriteHeader(span, MqttPacketType.Publish, flags, headLength + (int)payloadLength);
        position += WriteString(span[position..], topic);
        if (hasId)
        {
            BinaryPrimitives.WriteUInt16BigEndian(span[position..], packetId);
            position += 2;
        }

        output.Advance(position);
    }

    private static byte Flags(MqttConnect connect)
    {
        var flags = 0;
        if (connect.CleanSession) flags |= 0x02;
        if (connect.Will is { } will) flags |= 0x04 | ((int)will.QualityOfService << 3) | (will.Retain ? 0x20 : 0);
        if (connect.Password is not null) flags |= 0x40;
        if (connect.UserName is not null) flags |= 0x80;
        return (byte)flags;
    }

    private static void WriteIdOnly(IBufferWriter<byte> output, MqttPacketType type, ushort packetId)
    {
        ArgumentNullException.ThrowIfNull(output);
        var span = output.GetSpan(4);
        span[0] = (byte)((int)type << 4);
        span[1] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], packetId);
        output.Advance(4);
    }

    private static void WriteEmpty(IBufferWriter<byte> output, MqttPacketType type)
    {
        ArgumentNullException.ThrowIfNull(output);
        var span = output.GetSpan(2);
        span[0] = (byte)((int)type << 4);
        span[1] = 0;
        output.Advance(2);
    }

    private static int WriteHeader(Span<byte> span, MqttPacketType type, int flags, int remainingLength)
    {
        span[0] = (byte)(((int)type << 4) | flags);
        var position = 1;
        do
        {
            var digit = remainingLength & 0x7F;
            remainingLength >>= 7;
            span[position++] = (byte)(remainingLength > 0 ? digit | 0x80 : digit);
        }
        while (remainingLength > 0);
        return position;
    }

    private static int WriteString(Span<byte> span, string text)
    {
        var count = Encoding.UTF8.GetBytes(text, span[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)count);
        return 2 + count;
    }

    private static int FieldLength(string text, string field) => 2 + BinaryLength(Encoding.UTF8.GetByteCount(text), field);

    private static int BinaryLength(long length, string field) =>
        length <= MaxFieldLength
            ? (int)length
            : throw new ProtocolException("MQTT packet", $"{field} has {length} bytes; at most {MaxFieldLength} are allowed.");
}
