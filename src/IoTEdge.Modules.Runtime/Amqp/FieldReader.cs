using System.Buffers.Binary;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Reads single fields of a performative, without the library and without allocating.</summary>
internal readonly ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _fields;
    private readonly int _count;

    /// <exception cref="InvalidDataException">It is no list.</exception>
    public FieldReader(ReadOnlySpan<byte> list)
    {
        if (list is [0xC0, var size, var count, ..] && size >= 1 && list.Length >= size + 2)
        {
            ListSize = size + 2;
            _count = count;
            _fields = list[3..ListSize];
        }
        else if (list.Length >= 9 && list[0] == 0xD0 && BinaryPrimitives.ReadUInt32BigEndian(list[1..]) is >= 4 and var wide && wide <= list.Length - 5)
        {
            ListSize = (int)wide + 5;
            _count = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(list[5..]), 16);
            _fields = list[9..ListSize];
        }
        else
        {
            throw new InvalidDataException("a frame has no fields");
        }
    }

    /// <summary>How many bytes the list has with its head.</summary>
    public int ListSize { get; }

    /// <summary>A number; <see langword="null"/> where there is none.</summary>
    public uint? ReadUInt(int index) => Find(index) switch
    {
        [0x43, ..] => 0,
        [0x52, var small, ..] => small,
        [0x70, .. var rest] when rest.Length >= 4 => BinaryPrimitives.ReadUInt32BigEndian(rest),
        _ => null,
    };

    /// <summary>A flag; false where there is none.</summary>
    public bool ReadFlag(int index) => Find(index) is [0x41, ..] or [0x56, 1, ..];

    private ReadOnlySpan<byte> Find(int index)
    {
        if (index >= _count)
            return default;
        var rest = _fields;
        for (var i = 0; i < index && !rest.IsEmpty; i++)
            rest = rest[Math.Min(Measure(rest), rest.Length)..];
        return rest;
    }

    private static int Measure(ReadOnlySpan<byte> value) => (value[0] >> 4) switch
    {
        4 => 1,
        >= 5 and <= 9 => 1 + (1 << ((value[0] >> 4) - 5)),
        0xA or 0xC or 0xE when value.Length > 1 => 2 + value[1],
        0xB or 0xD or 0xF when value.Length > 4 => (int)Math.Min(5L + BinaryPrimitives.ReadUInt32BigEndian(value[1..]), int.MaxValue),
        // A described value stands before none of the fields that are read here.
        _ => value.Length,
    };
}
