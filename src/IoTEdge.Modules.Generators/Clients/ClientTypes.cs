using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>Finds the C# types of schemas, and makes those that are definitions.</summary>
internal sealed class ClientTypes(JsonObject definitions, ISet<string> taken)
{
    private const string Reference = "#/$defs/";
    private const string Anything = "global::System.Text.Json.JsonElement";
    private readonly Dictionary<string, string> _names = [];
    private readonly List<ClientType> _types = [];

    public IReadOnlyList<ClientType> Types => _types;

    /// <summary>The type of a schema; with <c>?</c> where it may be null.</summary>
    public string Find(JsonValue schema)
    {
        if (schema is not JsonObject rules) return Anything;
        if (rules["$ref"] is JsonText reference) return Define(reference.Text);
        if (rules["anyOf"] is JsonArray { Items.Count: 2 } either && either.Items[1] is JsonObject second && second["type"] == JsonValue.Of("null")) return $"{Find(either.Items[0])}?";
        return rules["type"] switch
        {
            JsonText type => Find(type.Text, rules),
            JsonArray { Items.Count: 2 } types when types.Items[0] is JsonText type && types.Items[1] == JsonValue.Of("null") => $"{Find(type.Text, rules)}?",
            _ => Anything,
        };
    }

    private string Find(string type, JsonObject rules) => (type, (rules["format"] as JsonText)?.Text) switch
    {
        ("boolean", _) => "bool",
        ("integer", "int8") => "sbyte",
        ("integer", "uint8") => "byte",
        ("integer", "int16") => "short",
        ("integer", "uint16") => "ushort",
        ("integer", "int32") => "int",
        ("integer", "uint32") => "uint",
        ("integer", "uint64") => "ulong",
        ("integer", _) => "long",
        ("number", "decimal") => "decimal",
        ("number", "float") => "float",
        ("number", _) => "double",
        ("string", "date-time") => "global::System.DateTimeOffset",
        ("string", "date") => "global::System.DateOnly",
        ("string", "timespan") => "global::System.TimeSpan",
        ("string", "uuid") => "global::System.Guid",
        ("string", "uri-reference") => "global::System.Uri",
        ("string", _) => rules["contentEncoding"] is null ? "string" : "byte[]",
        ("array", _) => $"global::System.Collections.Generic.IReadOnlyList<{Find(rules["items"] ?? JsonValue.True)}>",
        ("object", _) => rules["additionalProperties"] is { } values
            ? $"global::System.Collections.Generic.IReadOnlyDictionary<string, {Find(values)}>"
            : "global::System.Text.Json.Nodes.JsonObject",
        _ => Anything,
    };

    private string Define(string reference)
    {
        if (_names.TryGetValue(reference, out var known)) return known;
        if (!reference.StartsWith(Reference, StringComparison.Ordinal) || definitions[reference.Substring(Reference.Length)] is not JsonObject rules)
            throw new FormatException($"there is no definition {reference}");
        if (rules["oneOf"] is null && rules["enum"] is null && rules["properties"] is null) return _names[reference] = Find(rules);

        // Its name is taken before its members are read: a type may contain itself.
        var name = taken.Claim(ClientNames.Pascal((rules["title"] as JsonText)?.Text ?? reference.Substring(Reference.Length)));
        _names.Add(reference, name);
        _types.Add(rules switch
        {
            _ when rules["oneOf"] is JsonArray numbers => new ClientType(name, ClientTypeKind.Numbers, Values(numbers.Items.OfType<JsonObject>().Select(Number))),
            _ when rules["enum"] is JsonArray names => new ClientType(name, ClientTypeKind.Names, Values(names.Items.OfType<JsonText>().Select(value => (value.Text, value.Text)))),
            _ => new ClientType(name, ClientTypeKind.Record, Properties(name, rules)),
        });
        return name;
    }

    private static (string Name, string Value) Number(JsonObject value) =>
        value["const"] is JsonLiteral number && value["title"] is JsonText name ? (name.Text, number.Literal) : throw new FormatException("a value of an enumeration has no const and title");

    private static EquatableArray<ClientMember> Values(IEnumerable<(string Name, string Value)> values)
    {
        var taken = new HashSet<string>();
        return new(values.Select(value => new ClientMember(taken.Claim(ClientNames.Pascal(value.Name)), value.Value, "", false, null)).ToList());
    }

    private EquatableArray<ClientMember> Properties(string owner, JsonObject rules)
    {
        var required = (rules["required"] as JsonArray)?.Items ?? default;
        // A member cannot be called as the type that it is in.
        var taken = new HashSet<string> { owner };
        var members = new List<ClientMember>();
        foreach (var property in (rules["properties"] as JsonObject)!.Members)
        {
            var isRequired = required.Contains(JsonValue.Of(property.Name));
            var type = Find(property.Value);
            members.Add(new ClientMember(
                taken.Claim(ClientNames.Pascal(property.Name)),
                property.Name,
                isRequired || type.EndsWith("?", StringComparison.Ordinal) ? type : $"{type}?",
                isRequired,
                ((property.Value as JsonObject)?["description"] as JsonText)?.Text));
        }

        return new(members);
    }
}
