using System.Buffers;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>One control packet as it lies in a buffer: type, flags and body, nothing copied. Valid as long as the buffer is.</summary>
public readonly struct MqttFrame
{
    private const int MaxHeaderLength = 5;

    private MqttFrame(MqttPacketType type, byte flags, ReadOnlySequence<byte> body)
    {
        Type = type;
        Flags = flags;
        Body = body;
    }

    /// <summary>The packet's type.</summary>
    public MqttPacketType Type { get; }

    /// <summary>The four flag bits of the fixed header.</summary>
    public byte Flags { get; }

    /// <summary>What follows the fixed header.</summary>
    public ReadOnlySequence<byte> Body { get; }

    /// <summary>Takes one whole packet off the front of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">What was received; on success it begins behind the packet.</param>
    /// <param name="maxPacketSize">The largest body that is taken, in bytes; a larger one is refused as soon as its header is there.</param>
    /// <param name="frame">The packet, when the answer is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> when more bytes are needed.</returns>
    /// <exception cref="ProtocolException">The fixed header is malformed, or the packet is too large.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxPacketSize, out MqttFrame frame)
    {
        frame = default;
        Span<byte> copy = stackalloc byte[MaxHeaderLength];
        scoped var header = buffer.FirstSpan;
        if (header.Length < MaxHeaderLength && !buffer.IsSingleSegment)
        {
            var available = (int)Math.Min(buffer.Length, MaxHeaderLength);
            buffer.Slice(0, available).CopyTo(copy);
            header = copy[..available];
        }

        if (header.Length < 2) return false;
        CheckFixedHeader(header[0]);
        if (!TryReadRemainingLength(header[1..], out var length, out var lengthBytes)) return false;
        if (length > 0 && (MqttPacketType)(header[0] >> 4) is (MqttPacketType.PingReq or MqttPacketType.PingResp or MqttPacketType.Disconnect))
            throw new ProtocolException("MQTT packet", $"a {(MqttPacketType)(header[0] >> 4)} has no body, this one has {length} bytes.", 1);
        if (length > maxPacketSize)
            throw new ProtocolException("MQTT packet", $"its body has {length} bytes; at most {maxPacketSize} are taken.", 1);
        var total = 1 + lengthBytes + length;
        if (buffer.Length < total) return false;
        frame = new MqttFrame((MqttPacketType)(header[0] >> 4), (byte)(header[0] & 0x0F), buffer.Slice(1 + lengthBytes, length));
        buffer = buffer.Slice(total);
        return true;
    }

    private static bool TryReadRemainingLength(ReadOnlySpan<byte> bytes, out int value, out int count)
    {
        value = 0;
        for (count = 0; count < bytes.Length && count < 4;)
        {
            var digit = bytes[count];
            value |= (digit & 0x7F) << (7 * count);
            count++;
            if ((digit & 0x80) != 0) continue;
            return true;
        }

        if (count == 4) throw new ProtocolException("MQTT packet", "its remaining length does not end after four bytes.", 1);
        return false;
    }

    private static void CheckFixedHeader(byte first)
    {
        var type = (MqttPacketType)(first >> 4);
        var flags = first & 0x0F;
        if (type is < MqttPacketType.Connect or > MqttPacketType.Disconnect)
            throw new ProtocolException("MQTT packet", $"control packet type {(int)type} does not exist.", 0);
        if (type == MqttPacketType.Publish)
        {
            if ((flags & 0b0110) == 0b0110) throw new ProtocolException("MQTT packet", "quality of service 3 does not exist.", 0);
            return;
        }

        var expected = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 0b0010 : 0;
        if (flags != expected)
            throw new ProtocolException("MQTT packet", $"flags of {type} are {flags}; they must be {expected}.", 0);
    }
}
