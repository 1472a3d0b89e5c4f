using System.Globalization;
using System.Text;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>Texts of a body with escapes, as Json.NET reads them.</summary>
internal static class BodyText
{
    private const char Replacement = '\uFFFD';

    /// <summary>How long the escape is that begins a text, or 0 where there is no such escape.</summary>
    public static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2) return 0;
        if (text[1] is '"' or '\'' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't') return 2;
        if (text[1] != 'u' || text.Length < 6) return 0;
        foreach (var digit in text[2..6])
            if (!char.IsAsciiHexDigit(digit)) return 0;
        return 6;
    }

    /// <summary>The value of a text whose escapes are known to be right.</summary>
    public static string Unescape(ReadOnlySpan<char> text)
    {
        var value = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf('\\');
            if (plain < 0) plain = text.Length;
            value.Append(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty) text = text[AppendEscape(value, text)..];
        }

        return value.ToString();
    }

    private static int AppendEscape(StringBuilder value, ReadOnlySpan<char> text)
    {
        if (text[1] != 'u')
        {
            value.Append(text[1] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
            return 2;
        }

        var unit = Unit(text);
        if (char.IsLowSurrogate(unit)) unit = Replacement;
        if (!char.IsHighSurrogate(unit))
        {
            value.Append(unit);
            return 6;
        }

        // Half a character counts only with its other half, and that only where it is escaped too.
        var rest = text[6..];
        if (rest is not ['\\', 'u', ..])
        {
            value.Append(Replacement);
            return 6;
        }

        var next = Unit(rest);
        if (!char.IsLowSurrogate(next))
        {
            value.Append(Replacement);
            return 6;
        }

        value.Append(unit).Append(next);
        return 12;
    }

    private static char Unit(ReadOnlySpan<char> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
