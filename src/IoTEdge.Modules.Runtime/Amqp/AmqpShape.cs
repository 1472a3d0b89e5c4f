using System.Buffers.Binary;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>
/// Checks that encoded values are not nested deeper than anybody needs, without recursion: the library reads them recursively, and a client must
/// not be able to end the process with a few kilobytes of opening brackets.
/// </summary>
internal static class AmqpShape
{
    private const int DescribedValue = -2;

    /// <summary>Whether values are whole and at most <see cref="AmqpLimits.MaxDepth"/> deep.</summary>
    /// <param name="bytes">Encoded values, one after the other.</param>
    public static bool IsShallow(ReadOnlySpan<byte> bytes)
    {
        // What is open: of a list or map the position where it ends, of a described value minus the number of values that are still to come.
        Span<int> open = stackalloc int[AmqpLimits.MaxDepth];
        var depth = 0;
        var position = 0;
        while (position < bytes.Length)
        {
            var code = bytes[position++];
            if (code == 0)
            {
                if (depth == open.Length)
                    return false;
                open[depth++] = DescribedValue;
                continue;
            }

            if (!TryMeasure(bytes[position..], code, out var width, out var size) || size > bytes.Length - position - width)
                return false;
            position += width;
            if (IsListOrMap(code) && size > width)
            {
                if (depth == open.Length)
                    return false;
                open[depth++] = position + size;
                // The count of the values stands before them, as wide as the size.
                position += width;
                continue;
            }

            if (IsArray(code) && !IsFlatArray(bytes.Slice(position, size), width))
                return false;
            position += size;
            if (!TryClose(open, ref depth, position))
                return false;
        }

        return depth == 0;
    }

    // A value has ended, and with it perhaps what it is in.
    private static bool TryClose(Span<int> open, ref int depth, int position)
    {
        var isValueEnded = true;
        while (depth > 0)
        {
            ref var top = ref open[depth - 1];
            if (top >= 0)
            {
                if (position < top)
                    return true;
                if (position > top)
                    return false;
                isValueEnded = true;
            }
            else if (!isValueEnded || ++top != 0)
            {
                return true;
            }

            depth--;
        }

        return true;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> rest, byte code, out int width, out int size)
    {
        (width, size) = (0, 0);
        switch (code >> 4)
        {
            case 4:
                return true;
            case >= 5 and <= 9:
                size = 1 << ((code >> 4) - 5);
                return true;
            case 0xA or 0xC or 0xE when rest.Length >= 1:
                (width, size) = (1, rest[0]);
                return true;
            case 0xB or 0xD or 0xF when rest.Length >= 4:
                (width, size) = (4, BinaryPrimitives.ReadInt32BigEndian(rest));
                return size >= 0;
            default:
                return false;
        }
    }

    private static bool IsListOrMap(byte code) => code >> 4 is 0xC or 0xD;

    private static bool IsArray(byte code) => code >> 4 is 0xE or 0xF;

    // Arrays of symbols are all that clients send; one of lists, of arrays or of described values could nest without end.
    private static bool IsFlatArray(ReadOnlySpan<byte> content, int width) => content.Length > width && content[width] >> 4 is >= 4 and <= 0xB;
}
