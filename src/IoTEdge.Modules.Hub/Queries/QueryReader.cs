using System.Globalization;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>Goes through the tokens of a query, one after the other.</summary>
internal sealed class QueryReader(List<QueryToken> tokens)
{
    private int _index;

    public QueryToken Current => tokens[_index];

    public QueryToken Next => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    public bool TryTake(string word)
    {
        if (!Current.Is(word))
            return false;
        _index++;
        return true;
    }

    public void Require(string word)
    {
        if (!TryTake(word))
            throw Unexpected($"'{word}'");
    }

    public ProtocolException Unexpected(string expected) =>
        QueryLexer.Error($"{expected} is expected, there is {(Current.Kind == QueryTokenKind.End ? "the end" : $"'{Current.Text}'")}.", Current.Position);

    public string ReadName()
    {
        if (Current.Kind != QueryTokenKind.Name)
            throw Unexpected("a name");
        return tokens[_index++].Text;
    }

    public QueryPath ReadPath()
    {
        var names = new List<string> { ReadName() };
        while (true)
        {
            if (TryTake("."))
            {
                names.Add(ReadName());
            }
            else if (Current.Is("[") && Next.Kind == QueryTokenKind.Text)
            {
                _index++;
                names.Add(tokens[_index++].Text);
                Require("]");
            }
            else
            {
                return new QueryPath(names);
            }
        }
    }

    /// <summary>A string, a number, true, false or null.</summary>
    public bool TryReadLiteral(out JsonNode? literal)
    {
        literal = null;
        var token = Current;
        if (token.Kind == QueryTokenKind.Text)
            literal = JsonValue.Create(token.Text);
        else if (token.Kind == QueryTokenKind.Number)
            literal = Number(token);
        else if (token.Is("true") || token.Is("false"))
            literal = JsonValue.Create(token.Is("true"));
        else if (!token.Is("null"))
            return false;
        _index++;
        return true;
    }

    // Parsed from text, so that it is a JSON number as those of twins are.
    private static JsonNode Number(QueryToken token) =>
        double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture))!
            : throw QueryLexer.Error($"'{token.Text}' is no number.", token.Position);
}
