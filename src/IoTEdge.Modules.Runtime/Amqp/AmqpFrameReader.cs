using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Hands the library what a client sends: the protocol header, then frame by frame, each looked at before.</summary>
internal sealed class AmqpFrameReader(PipeReader input)
{
    private const int HeaderSize = 8;

    private readonly byte[] _unit = new byte[AmqpLimits.MaxFrameSize];
    private readonly FrameInspector _inspector = new();
    private bool _hasHeader;
    private int _start;
    private int _end;

    /// <summary>Whether the next bytes have to come from the client.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>What the last flow said; meant for its receiver while the library hands it on.</summary>
    public CreditFrame Credit => _inspector.Credit;

    /// <summary>Copies what is there.</summary>
    public int Take(Span<byte> target)
    {
        var count = Math.Min(target.Length, _end - _start);
        _unit.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>Waits for the next frame.</summary>
    /// <returns>Whether there is one; the client has ended the connection otherwise.</returns>
    /// <exception cref="InvalidDataException">The frame is malformed or too large.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (TryMeasure(buffer, out var size) && buffer.Length >= size)
            {
                buffer.Slice(0, size).CopyTo(_unit);
                input.AdvanceTo(buffer.GetPosition(size));
                _start = 0;
                _end = _hasHeader ? _inspector.Inspect(_unit.AsSpan(0, size)) : size;
                _hasHeader = true;
                return true;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                return false;
        }
    }

    private bool TryMeasure(in ReadOnlySequence<byte> buffer, out int size)
    {
        size = HeaderSize;
        if (!_hasHeader)
            return true;
        if (buffer.Length < sizeof(int))
            return false;
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(bytes);
        size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return size is >= HeaderSize and <= AmqpLimits.MaxFrameSize
            ? true
            : throw new InvalidDataException($"a frame has {(uint)size} bytes; {HeaderSize} to {AmqpLimits.MaxFrameSize} are allowed");
    }
}
