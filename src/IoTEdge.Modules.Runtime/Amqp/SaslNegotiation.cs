using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Serves clients with a SASL layer and clients without, told apart by their first eight bytes (protocol section 2.1).</summary>
/// <remarks>
/// Done here and not by the library, which insists on a layer where it offers one. What a client proves here is no more than it can prove with
/// a token later: only PLAIN says who it is.
/// </remarks>
internal sealed class SaslNegotiation(IDuplexPipe pipe, Func<SaslPlainCredentials, bool> authenticate)
{
    private const int HeaderSize = 8;
    private const int MaxFrameSize = 16 * 1024;
    private const byte SaslFrame = 1;
    private static readonly byte[] PlainHeader = "AMQP\0\x1\0\0"u8.ToArray();
    private static readonly byte[] SaslHeader = "AMQP\x3\x1\0\0"u8.ToArray();

    /// <summary>Runs until the client is about to begin with AMQP itself; its header is left to be read.</summary>
    /// <returns>Whether it may go on.</returns>
    /// <exception cref="InvalidDataException">What it sends is no AMQP 1.0.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var header = await PeekHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (header.AsSpan().SequenceEqual(PlainHeader))
            return true;
        if (!header.AsSpan().SequenceEqual(SaslHeader))
        {
            // So that a client of another version knows what is spoken here.
            await pipe.Output.WriteAsync(PlainHeader, cancellationToken).ConfigureAwait(false);
            throw new InvalidDataException("it does not begin with the header of AMQP 1.0, with or without SASL");
        }

        await SkipAsync(HeaderSize, cancellationToken).ConfigureAwait(false);
        pipe.Output.Write(SaslHeader);
        Send(new SaslMechanisms { SaslServerMechanisms = ["ANONYMOUS", "MSSBCBS", "PLAIN"] });
        await pipe.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        var code = Check(Read(await ReadFrameAsync(cancellationToken).ConfigureAwait(false)));
        Send(new SaslOutcome { Code = code });
        await pipe.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return code == SaslCode.Ok;
    }

    private SaslCode Check(SaslInit init) => (string?)init.Mechanism switch
    {
        "ANONYMOUS" or "MSSBCBS" => SaslCode.Ok,
        "PLAIN" when SaslPlainCredentials.TryParse(init.InitialResponse, out var credentials) && authenticate(credentials) => SaslCode.Ok,
        _ => SaslCode.Auth,
    };

    private static SaslInit Read(byte[] frame)
    {
        var body = frame.AsSpan(HeaderSize);
        if (frame[4] != HeaderSize / 4 || frame[5] != SaslFrame || body is not [0, 0x53, 0x41, ..])
            throw new InvalidDataException("a SASL init was expected");
        var init = new SaslInit();
        try
        {
            init.Decode(new ByteBuffer(frame, HeaderSize, body.Length, body.Length));
            return init;
        }
        catch (AmqpException exception)
        {
            throw new InvalidDataException($"the SASL init is malformed: {exception.Error.Description}", exception);
        }
    }

    private void Send(DescribedList command)
    {
        var buffer = new ByteBuffer(128, autoGrow: true);
        command.Encode(buffer);
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteInt32BigEndian(header, HeaderSize + buffer.Length);
        header[4] = HeaderSize / 4;
        header[5] = SaslFrame;
        pipe.Output.Write(header);
        pipe.Output.Write(buffer.Buffer.AsSpan(buffer.Offset, buffer.Length));
    }

    private async Task<byte[]> PeekHeaderAsync(CancellationToken cancellationToken)
    {
        var buffer = await ReadAtLeastAsync(HeaderSize, cancellationToken).ConfigureAwait(false);
        var header = buffer.Slice(0, HeaderSize).ToArray();
        pipe.Input.AdvanceTo(buffer.Start);
        return header;
    }

    private async Task SkipAsync(int count, CancellationToken cancellationToken)
    {
        var buffer = await ReadAtLeastAsync(count, cancellationToken).ConfigureAwait(false);
        pipe.Input.AdvanceTo(buffer.GetPosition(count));
    }

    private async Task<byte[]> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var buffer = await ReadAtLeastAsync(sizeof(int), cancellationToken).ConfigureAwait(false);
        var size = BinaryPrimitives.ReadInt32BigEndian(buffer.Slice(0, sizeof(int)).ToArray());
        pipe.Input.AdvanceTo(buffer.Start);
        if (size is < HeaderSize or > MaxFrameSize)
            throw new InvalidDataException($"a SASL frame has {(uint)size} bytes; {HeaderSize} to {MaxFrameSize} are allowed");
        buffer = await ReadAtLeastAsync(size, cancellationToken).ConfigureAwait(false);
        var frame = buffer.Slice(0, size).ToArray();
        pipe.Input.AdvanceTo(buffer.GetPosition(size));
        return frame;
    }

    private async Task<ReadOnlySequence<byte>> ReadAtLeastAsync(int count, CancellationToken cancellationToken)
    {
        var result = await pipe.Input.ReadAtLeastAsync(count, cancellationToken).ConfigureAwait(false);
        return result.Buffer.Length >= count ? result.Buffer : throw new IOException("it ended the connection before it had begun");
    }
}
