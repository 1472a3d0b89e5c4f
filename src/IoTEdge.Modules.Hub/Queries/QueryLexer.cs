using System.Text;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>Cuts a query into tokens.</summary>
internal static class QueryLexer
{
    // The longest query that is read; IoT Hub's own limit is of this order.
    private const int MaxLength = 8 * 1024;

    private static readonly string[] Symbols = ["<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", "[", "]", ",", ".", "*"];

    /// <exception cref="ProtocolException">A string has no end, a character begins no token, or the query is too long.</exception>
    public static List<QueryToken> Read(string query)
    {
        if (query.Length > MaxLength)
            throw Error($"it has {query.Length} characters; at most {MaxLength} are allowed.", MaxLength);
        var tokens = new List<QueryToken>();
        var position = 0;
        while (position < query.Length)
        {
            if (char.IsWhiteSpace(query[position]))
                position++;
            else
                tokens.Add(ReadToken(query, ref position));
        }

        tokens.Add(new QueryToken(QueryTokenKind.End, "", query.Length));
        return tokens;
    }

    public static ProtocolException Error(string reason, int position) => new("query", reason, position);

    private static QueryToken ReadToken(string query, ref int position)
    {
        var start = position;
        var first = query[start];
        if (first is '\'' or '"')
            return new QueryToken(QueryTokenKind.Text, ReadText(query, ref position), start);
        if (char.IsAsciiDigit(first) || (first == '-' && start + 1 < query.Length && char.IsAsciiDigit(query[start + 1])))
        {
            position++;
            return Take(QueryTokenKind.Number, query, ref position, start, IsNumberPart);
        }

        if (IsNamePart(first))
            return Take(QueryTokenKind.Name, query, ref position, start, IsNamePart);
        foreach (var symbol in Symbols)
        {
            if (!query.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal))
                continue;
            position += symbol.Length;
            return new QueryToken(QueryTokenKind.Symbol, symbol, start);
        }

        throw Error($"character U+{(int)first:X4} begins nothing that a query has.", start);
    }

    private static QueryToken Take(QueryTokenKind kind, string query, ref int position, int start, Func<char, bool> isPart)
    {
        while (position < query.Length && isPart(query[position]))
            position++;
        return new QueryToken(kind, query[start..position], start);
    }

    private static string ReadText(string query, ref int position)
    {
        var start = position;
        var quote = query[position++];
        var text = new StringBuilder();
        while (position < query.Length)
        {
            var character = query[position++];
            if (character == quote)
            {
                // Twice is once, as in SQL.
                if (position >= query.Length || query[position] != quote)
                    return text.ToString();
                position++;
            }
            else if (character == '\\' && position < query.Length)
            {
                character = query[position++];
            }

            text.Append(character);
        }

        throw Error("a string has no end.", start);
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character is '_' or '$';

    private static bool IsNumberPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '+' or '-';
}
