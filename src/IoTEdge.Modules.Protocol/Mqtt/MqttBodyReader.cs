using System.Buffers;
using System.Text;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>Reads the fields of one packet's body; every short read names the packet, the field and the place.</summary>
internal ref struct MqttBodyReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly MqttPacketType _type;
    private SequenceReader<byte> _reader;

    public MqttBodyReader(in MqttFrame frame, MqttPacketType expected)
    {
        if (frame.Type != expected)
            throw new ProtocolException("MQTT packet", $"a {expected} was expected, this is a {frame.Type}.", 0);
        _type = frame.Type;
        _reader = new SequenceReader<byte>(frame.Body);
    }

    public readonly bool IsAtEnd => _reader.End;

    public readonly long Position => _reader.Consumed;

    public byte ReadByte(string field)
    {
        if (!_reader.TryRead(out var value)) throw Short(field);
        return value;
    }

    public ushort ReadUInt16(string field)
    {
        if (!_reader.TryReadBigEndian(out short value)) throw Short(field);
        return (ushort)value;
    }

    /// <summary>Reads a packet id, which is never 0.</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16("packet id");
        return id == 0 ? throw Error("the packet id is 0.") : id;
    }

    public ReadOnlySequence<byte> ReadBytes(string field)
    {
        var length = ReadUInt16(field);
        if (!_reader.TryReadExact(length, out var bytes)) throw Short(field);
        return bytes;
    }

    public string ReadString(string field)
    {
        var start = Position;
        var bytes = ReadBytes(field);
        try
        {
            var text = StrictUtf8.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? throw Error($"{field} contains U+0000.", start) : text;
        }
        catch (ArgumentException exception)
        {
            throw new ProtocolException($"MQTT {_type}", $"{field} is not UTF-8.", start, exception);
        }
    }

    public ReadOnlySequence<byte> ReadRest()
    {
        var rest = _reader.UnreadSequence;
        _reader.AdvanceToEnd();
        return rest;
    }

    public readonly void RequireEnd()
    {
        if (!_reader.End) throw Error($"{_reader.Remaining} bytes too many.");
    }

    public readonly ProtocolException Error(string reason) => Error(reason, Position);

    private readonly ProtocolException Error(string reason, long position) => new($"MQTT {_type}", reason, position);

    private readonly ProtocolException Short(string field) => Error($"it ends within {field}.");
}
