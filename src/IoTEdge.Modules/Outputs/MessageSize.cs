using System.Text;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Outputs;

/// <summary>The limits of a message (protocol section 8), checked before it is sent: a hub would close the connection, or drop it and say nothing.</summary>
internal static class MessageSize
{
    /// <summary>The largest message: characters of all property names and values, and the body's bytes.</summary>
    public const int Max = 262_144;

    // A topic has 65,535 bytes; the rest is left for the ids before the properties.
    private const int MaxPropertySegment = 64_000;

    /// <summary>Checks a message.</summary>
    /// <exception cref="EdgeModuleException">It is too large.</exception>
    public static void Check(PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        var size = (long)body.Length;
        foreach (var (name, value) in properties) size += name.Length + (value?.Length ?? 0);
        if (size > Max)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.MessageTooLarge,
                $"The message has {size} bytes with its properties, {body.Length} of them in the body; hubs take at most {Max}. Split or compress it.");
        }

        if (size - body.Length <= MaxPropertySegment / 9) return;
        var encoded = Encoding.UTF8.GetByteCount(properties.Format());
        if (encoded > MaxPropertySegment)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.MessageTooLarge,
                $"The message's properties have {encoded} bytes encoded; at most {MaxPropertySegment} fit into a topic. Move what is large into the body.");
        }
    }
}
