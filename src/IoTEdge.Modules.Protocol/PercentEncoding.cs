using System.Buffers;
using System.Text;

namespace IoTEdge.Modules.Protocol;

/// <summary>Strict decoding of RFC 3986 percent-encoding: a broken escape or broken UTF-8 is an error, <c>+</c> is itself.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes <paramref name="text"/>.</summary>
    /// <param name="text">The encoded text.</param>
    /// <param name="subject">What it is, for errors.</param>
    /// <param name="offset">Where it begins in the whole, for errors.</param>
    /// <exception cref="ProtocolException">An escape is broken, or the bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<char> text, string subject, int offset = 0)
    {
        var first = text.IndexOf('%');
        if (first < 0) return text.ToString();
        var rented = ArrayPool<byte>.Shared.Rent(StrictUtf8.GetMaxByteCount(text.Length));
        try
        {
            return StrictUtf8.GetString(rented, 0, DecodeInto(rented, text, subject, offset));
        }
        catch (ArgumentException exception)
        {
            throw new ProtocolException(subject, "percent-encoded bytes are not UTF-8.", offset + first, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int DecodeInto(byte[] bytes, ReadOnlySpan<char> text, string subject, int offset)
    {
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            var run = text[i..].IndexOf('%');
            if (run != 0)
            {
                var plain = run < 0 ? text[i..] : text.Slice(i, run);
                length += StrictUtf8.GetBytes(plain, bytes.AsSpan(length));
                i += plain.Length;
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw new ProtocolException(subject, "'%' is not followed by two hexadecimal digits; encode a percent sign as %25.", offset + i);
            bytes[length++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
            i += 3;
        }

        return length;
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
