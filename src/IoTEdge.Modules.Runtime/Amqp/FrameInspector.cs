using System.Buffers.Binary;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Looks at each frame before the library does.</summary>
/// <remarks>
/// The library gathers deliveries of any size. Of one that is too long the rest is cut here: it ends as one that is longer than allowed, is
/// rejected, and its link lives on.
/// </remarks>
internal sealed class FrameInspector
{
    private const int HeaderSize = 8;
    private const byte Flow = 0x13;
    private const byte Transfer = 0x14;

    private readonly Dictionary<(ushort Channel, uint Handle), int> _open = [];

    /// <summary>What the last flow said.</summary>
    public CreditFrame Credit { get; private set; }

    /// <summary>Looks at a frame, and shortens it if its delivery is too long already.</summary>
    /// <param name="frame">The whole frame; its size is changed with it.</param>
    /// <returns>Its length now.</returns>
    /// <exception cref="InvalidDataException">It is malformed, or begins one delivery too many.</exception>
    public int Inspect(Span<byte> frame)
    {
        // The library takes the data offset for 2 without looking.
        if (frame[4] != HeaderSize / 4)
            throw new InvalidDataException("a frame has an extended header, which no client of the hub sends");
        var body = (ReadOnlySpan<byte>)frame[HeaderSize..];
        if (body.IsEmpty)
            return frame.Length;
        var (code, listStart) = ReadDescriptor(body);
        if (code == Transfer)
            return Pass(frame, ReadTransfer(frame, listStart));
        if (code == Flow)
            Credit = ReadCredit(new FieldReader(body[listStart..]));
        return frame.Length;
    }

    private int Pass(Span<byte> frame, TransferFrame transfer)
    {
        var link = (transfer.Channel, transfer.Handle);
        var before = _open.GetValueOrDefault(link);
        if (!transfer.HasMore)
            _open.Remove(link);
        else if (_open.Count >= AmqpLimits.MaxLinksPerSession && !_open.ContainsKey(link))
            throw new InvalidDataException("too many deliveries are begun and not ended");
        else
            _open[link] = Math.Min(before + frame.Length - transfer.PayloadStart, AmqpLimits.MaxDeliverySize + 1);
        if (before <= AmqpLimits.MaxDeliverySize)
            return frame.Length;
        BinaryPrimitives.WriteInt32BigEndian(frame, transfer.PayloadStart);
        return transfer.PayloadStart;
    }

    private static TransferFrame ReadTransfer(ReadOnlySpan<byte> frame, int listStart)
    {
        var body = frame[HeaderSize..];
        var fields = new FieldReader(body[listStart..]);
        var handle = fields.ReadUInt(0) ?? throw new InvalidDataException("a transfer names no link");
        return new TransferFrame(BinaryPrimitives.ReadUInt16BigEndian(frame[6..]), handle, fields.ReadFlag(5), HeaderSize + listStart + fields.ListSize);
    }

    private static CreditFrame ReadCredit(FieldReader fields) => new(fields.ReadUInt(5) ?? 0, fields.ReadUInt(6) ?? 0);

    private static (byte Code, int ListStart) ReadDescriptor(ReadOnlySpan<byte> body) => body switch
    {
        [0, 0x53, var small, ..] => (small, 3),
        [0, 0x80, 0, 0, 0, 0, 0, 0, 0, var code, ..] => (code, 10),
        _ => (0, 0),
    };
}
