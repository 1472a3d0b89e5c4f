using Amqp;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>A delivery as it came, not yet decoded: what is wrong with it concerns its link, not the connection.</summary>
internal sealed class ReceivedMessage(ByteBuffer payload) : Message
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Payload => payload.Buffer.AsSpan(payload.Offset, payload.Length);

    /// <summary>Decodes it.</summary>
    /// <exception cref="InvalidDataException">It is no AMQP message; the text says why.</exception>
    public Message Decode() => Decode(new ByteBuffer(payload.Buffer, payload.Offset, payload.Length, payload.Length));

    /// <summary>Decodes a message that another one carries.</summary>
    /// <exception cref="InvalidDataException">It is no AMQP message; the text says why.</exception>
    public static Message DecodeInner(byte[] encoded) => Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));

    private static new Message Decode(ByteBuffer buffer)
    {
        try
        {
            return Message.Decode(buffer);
        }
        catch (Exception exception) when (exception is AmqpException or InvalidCastException or ArgumentException or FormatException or NullReferenceException or OverflowException)
        {
            // The library casts what it finds where it expects something else.
            throw new InvalidDataException($"The message is malformed: {exception.Message}", exception);
        }
    }
}
