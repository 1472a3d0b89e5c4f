using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>Reads the condition of a query. Its value is true, false, or null for undefined.</summary>
internal sealed class ConditionParser(QueryReader reader)
{
    // Nested parentheses and NOTs; nobody writes as many, and the stack has an end.
    private const int MaxDepth = 64;

    private int _depth;

    public Func<JsonObject, bool?> Read()
    {
        var left = ReadAnd();
        while (reader.TryTake("OR"))
        {
            var (first, second) = (left, ReadAnd());
            left = twin => Or(first(twin), second, twin);
        }

        return left;
    }

    private Func<JsonObject, bool?> ReadAnd()
    {
        var left = ReadNot();
        while (reader.TryTake("AND"))
        {
            var (first, second) = (left, ReadNot());
            left = twin => And(first(twin), second, twin);
        }

        return left;
    }

    // Each side is looked at once: conditions are chains of hundreds of them.
    private static bool? Or(bool? left, Func<JsonObject, bool?> right, JsonObject twin) =>
        left is true ? true : right(twin) is var other && other is true ? true : left is null || other is null ? null : false;

    private static bool? And(bool? left, Func<JsonObject, bool?> right, JsonObject twin) =>
        left is false ? false : right(twin) is var other && other is false ? false : left is null || other is null ? null : true;

    private Func<JsonObject, bool?> ReadNot()
    {
        if (++_depth > MaxDepth)
            throw QueryLexer.Error($"it is nested deeper than {MaxDepth} levels.", reader.Current.Position);
        var condition = ReadNested();
        _depth--;
        return condition;
    }

    private Func<JsonObject, bool?> ReadNested()
    {
        if (reader.TryTake("NOT"))
        {
            var condition = ReadNot();
            return twin => !condition(twin);
        }

        if (!reader.TryTake("("))
            return ReadComparison();
        var nested = Read();
        reader.Require(")");
        return nested;
    }

    private Func<JsonObject, bool?> ReadComparison()
    {
        if (reader.Current.Kind == QueryTokenKind.Name && reader.Next.Is("("))
            return ReadFunction();
        var left = ReadOperand();
        if (reader.TryTake("IN"))
            return ReadMembership(left, isIn: true);
        if (reader.TryTake("NIN"))
            return ReadMembership(left, isIn: false);
        foreach (var (symbol, holds) in Comparisons)
        {
            if (!reader.TryTake(symbol))
                continue;
            var right = ReadOperand();
            return twin => QueryValue.Compare(left(twin), right(twin)) is { } order ? holds(order) : Unlike(left(twin), right(twin), symbol);
        }

        // A boolean member may stand alone.
        return twin => left(twin).Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    private static (string Symbol, Func<int, bool> Holds)[] Comparisons { get; } =
    [
        ("=", order => order == 0), ("!=", order => order != 0), ("<>", order => order != 0),
        ("<=", order => order <= 0), (">=", order => order >= 0), ("<", order => order < 0), (">", order => order > 0),
    ];

    // Values of two kinds are not equal; which is the larger one is not defined.
    private static bool? Unlike(QueryValue left, QueryValue right, string symbol) => symbol switch
    {
        _ when !left.IsDefined || !right.IsDefined => null,
        "=" => false,
        "!=" or "<>" => true,
        _ => null,
    };

    private Func<JsonObject, QueryValue> ReadOperand()
    {
        if (reader.TryReadLiteral(out var literal))
        {
            var value = QueryValue.Of(literal);
            return _ => value;
        }

        if (reader.Current.Kind != QueryTokenKind.Name)
            throw reader.Unexpected("a value");
        return reader.ReadPath().Read;
    }

    private Func<JsonObject, bool?> ReadMembership(Func<JsonObject, QueryValue> left, bool isIn)
    {
        var values = new List<QueryValue>();
        reader.Require("[");
        do
        {
            if (!reader.TryReadLiteral(out var literal))
                throw reader.Unexpected("a value");
            values.Add(QueryValue.Of(literal));
        }
        while (reader.TryTake(","));
        reader.Require("]");
        return twin => left(twin) is { IsDefined: true } value ? values.Exists(other => QueryValue.Compare(value, other) == 0) == isIn : null;
    }

    private Func<JsonObject, bool?> ReadFunction()
    {
        var token = reader.Current;
        var name = reader.ReadName().ToUpperInvariant();
        reader.Require("(");
        var first = ReadOperand();
        var second = reader.TryTake(",") ? ReadOperand() : null;
        reader.Require(")");
        if (TypeTest(name) is { } test && second is null)
            return twin => test(first(twin).Kind);
        if (TextTest(name) is { } compare && second is not null)
            return twin => first(twin).Text is { } text && second(twin).Text is { } part ? compare(text, part) : null;
        throw QueryLexer.Error($"there is no function {name} with {(second is null ? "one argument" : "two arguments")}.", token.Position);
    }

    private static Func<JsonValueKind, bool>? TypeTest(string name) => name switch
    {
        "IS_DEFINED" => kind => kind != JsonValueKind.Undefined,
        "IS_NULL" => kind => kind == JsonValueKind.Null,
        "IS_BOOL" => kind => kind is JsonValueKind.True or JsonValueKind.False,
        "IS_NUMBER" => kind => kind == JsonValueKind.Number,
        "IS_STRING" => kind => kind == JsonValueKind.String,
        "IS_OBJECT" => kind => kind == JsonValueKind.Object,
        "IS_ARRAY" => kind => kind == JsonValueKind.Array,
        "IS_PRIMITIVE" => kind => kind is not (JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array),
        _ => null,
    };

    private static Func<string, string, bool>? TextTest(string name) => name switch
    {
        "STARTS_WITH" or "STARTSWITH" => (text, part) => text.StartsWith(part, StringComparison.Ordinal),
        "ENDS_WITH" or "ENDSWITH" => (text, part) => text.EndsWith(part, StringComparison.Ordinal),
        "CONTAINS" => (text, part) => text.Contains(part, StringComparison.Ordinal),
        _ => null,
    };
}
