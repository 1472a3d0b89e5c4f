using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Generators.Tests.Schemas;

/// <summary>As much of JSON Schema as contracts use, to hold payloads against them.</summary>
internal sealed class SchemaCheck(JsonObject contract)
{
    /// <summary>The paths that do not fit.</summary>
    public IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string path)
    {
        if (schema is not JsonObject rules) return [];
        var nested = new List<string>();
        if (rules["$ref"] is { } reference) nested.AddRange(Errors(contract["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!, value, path));
        if (rules["anyOf"] is JsonArray any)
        {
            var tried = any.Select(one => Errors(one!, value, path).ToList()).ToList();
            if (tried.TrueForAll(errors => errors.Count > 0)) nested.AddRange(tried.SelectMany(errors => errors));
        }

        if (!Fits(rules, value)) nested.Add(path);
        if (value is JsonObject obj) nested.AddRange(MemberErrors(rules, obj, path));
        if (value is JsonArray array && rules["items"] is { } items) nested.AddRange(array.SelectMany((item, index) => Errors(items, item, $"{path}[{index}]")));
        return nested;
    }

    private IEnumerable<string> MemberErrors(JsonObject rules, JsonObject value, string path)
    {
        foreach (var name in rules["required"]?.AsArray() ?? [])
        {
            if (!value.ContainsKey(name!.GetValue<string>())) yield return $"{path}.{name}";
        }

        foreach (var (name, member) in value)
        {
            var schema = rules["properties"]?[name] ?? rules["additionalProperties"];
            foreach (var error in schema is null ? [] : Errors(schema, member, $"{path}.{name}")) yield return error;
        }
    }

    private static bool Fits(JsonObject rules, JsonNode? value)
    {
        if (rules["type"] is { } type && !(type as JsonArray ?? [type.DeepClone()]).Any(one => HasType(one!.GetValue<string>(), value))) return false;
        if (rules["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value))) return false;
        if (rules["oneOf"] is JsonArray numbers && !numbers.Any(number => JsonNode.DeepEquals(number!["const"], value))) return false;
        if (value?.GetValueKind() == JsonValueKind.Number)
        {
            var number = decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
            return !(number < rules["minimum"]?.GetValue<decimal>()) && !(number > rules["maximum"]?.GetValue<decimal>());
        }

        if (value?.GetValueKind() != JsonValueKind.String) return true;
        var text = value.GetValue<string>();
        return (rules["pattern"] is not { } pattern || Regex.IsMatch(text, pattern.GetValue<string>()))
            && rules["format"]?.GetValue<string>() switch
            {
                "date-time" => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
                "uuid" => Guid.TryParse(text, out _),
                _ => true,
            };
    }

    private static bool HasType(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object)
            or ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => !value!.ToJsonString().Contains('.', StringComparison.Ordinal),
        _ => false,
    };
}
