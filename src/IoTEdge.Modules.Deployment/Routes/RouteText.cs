using System.Globalization;
using System.Text;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>Quoted text in a route: <c>"..."</c> or <c>'...'</c> with the escapes <c>\" \' \\ \uXXXX</c>.</summary>
internal static class RouteText
{
    /// <summary>The length of the escape that begins at <paramref name="index"/>, or 0 when there is no such escape.</summary>
    public static int EscapeLength(string text, int index)
    {
        if (index + 1 >= text.Length) return 0;
        if (text[index + 1] is '"' or '\'' or '\\') return 2;
        if (text[index + 1] != 'u' || index + 6 > text.Length) return 0;
        foreach (var digit in text.AsSpan(index + 2, 4))
            if (!char.IsAsciiHexDigit(digit)) return 0;
        return 6;
    }

    /// <summary>The value of a whole quoted text, quotes included.</summary>
    public static string Unquote(string text, RouteToken token)
    {
        var value = new StringBuilder(token.Length);
        for (var index = token.Start + 1; index < token.End - 1;)
        {
            var length = text[index] == '\\' ? EscapeLength(text, index) : 1;
            value.Append(length switch
            {
                6 => (char)ushort.Parse(text.AsSpan(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                2 => text[index + 1],
                _ => text[index],
            });
            index += length;
        }

        return value.ToString();
    }
}
