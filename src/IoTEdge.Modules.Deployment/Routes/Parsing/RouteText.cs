using System.Globalization;
using System.Text;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>Quoted text in a route: <c>"..."</c> or <c>'...'</c> with the escapes <c>\" \' \\ \uXXXX</c>.</summary>
internal static class RouteText
{
    /// <summary>The length of the escape that begins at <paramref name="index"/>, or 0 when there is no such escape.</summary>
    public static int EscapeLength(string text, int index)
    {
        if (index + 1 >= text.Length) return 0;
        if (text[index + 1] is '"' or '\'' or '\\') return 2;
        return text[index + 1] == 'u' ? UnicodeEscapeLength(text, index) : 0;
    }

    /// <summary>
    /// The value of a quoted text, given without its quotes. In two rounds, as edgeHub does it: first <c>\uXXXX</c>, also after another
    /// backslash, then the rest. So <c>'\\u0041'</c> is <c>\A</c>, and <c>'\u005c\u005c'</c> is one backslash.
    /// </summary>
    public static string Unescape(string text) => text.Contains('\\', StringComparison.Ordinal) ? UnescapeQuotes(UnescapeUnicode(text)) : text;

    private static string UnescapeUnicode(string text)
    {
        var value = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length;)
        {
            var length = text[index] == '\\' ? UnicodeEscapeLength(text, index) : 0;
            value.Append(length == 0 ? text[index] : (char)ushort.Parse(text.AsSpan(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            index += Math.Max(length, 1);
        }

        return value.ToString();
    }

    private static string UnescapeQuotes(string text)
    {
        var value = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + 1 < text.Length && text[index + 1] is '"' or '\'' or '\\') index++;
            value.Append(text[index]);
        }

        return value.ToString();
    }

    private static int UnicodeEscapeLength(string text, int index)
    {
        if (index + 6 > text.Length || text[index + 1] is not ('u' or 'U')) return 0;
        foreach (var digit in text.AsSpan(index + 2, 4))
            if (!char.IsAsciiHexDigit(digit)) return 0;
        return 6;
    }
}
