using System.Globalization;
using IoTEdge.Modules.Generators.Json;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>What the data annotations of a member say, in the words of JSON Schema.</summary>
internal sealed class AnnotationSchema(ISymbol member)
{
    private readonly List<JsonMember> _limits = [];

    /// <summary>Adds the limits to the member's schema.</summary>
    public JsonValue Apply(JsonValue schema)
    {
        var isList = schema is JsonObject { } list && (Has(list["type"], "array") || Has(list["type"], "object"));
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.ContainingNamespace?.ToDisplayString() is "System.ComponentModel.DataAnnotations" or "System.ComponentModel") Read(attribute, isList);
        }

        return _limits.Count == 0 ? schema : (schema as JsonObject ?? JsonObject.Of()).With(_limits);
    }

    private static bool Has(JsonValue? type, string name) => type == JsonValue.Of(name) || (type is JsonArray several && several.Items.Contains(JsonValue.Of(name)));

    private void Read(AttributeData attribute, bool isList)
    {
        var arguments = attribute.ConstructorArguments;
        var kind = isList ? "Items" : "Length";
        switch (attribute.AttributeClass!.Name)
        {
            case "RangeAttribute" when arguments.Length >= 2:
                Number(Flag(attribute, "MinimumIsExclusive") ? "exclusiveMinimum" : "minimum", arguments[arguments.Length - 2].Value);
                Number(Flag(attribute, "MaximumIsExclusive") ? "exclusiveMaximum" : "maximum", arguments[arguments.Length - 1].Value);
                break;
            case "StringLengthAttribute" when arguments.Length == 1:
                if (attribute.NamedArguments.FirstOrDefault(named => named.Key == "MinimumLength").Value.Value is int and > 0 and var minimum) Number("minLength", minimum);
                Number("maxLength", arguments[0].Value);
                break;
            case "MinLengthAttribute" when arguments.Length == 1:
                Number($"min{kind}", arguments[0].Value);
                break;
            case "MaxLengthAttribute" when arguments.Length == 1:
                Number($"max{kind}", arguments[0].Value);
                break;
            case "LengthAttribute" when arguments.Length == 2:
                Number($"min{kind}", arguments[0].Value);
                Number($"max{kind}", arguments[1].Value);
                break;
            case "RegularExpressionAttribute" when arguments.Length == 1 && arguments[0].Value is string pattern:
                // The attribute wants the whole text to match, a schema any part of it.
                _limits.Add(new JsonMember("pattern", JsonValue.Of($"^(?:{pattern})$")));
                break;
            case "EmailAddressAttribute":
                _limits.Add(new JsonMember("format", JsonValue.Of("email")));
                break;
            case "DescriptionAttribute" when arguments.Length == 1 && arguments[0].Value is string text:
                _limits.Add(new JsonMember("description", JsonValue.Of(text)));
                break;
        }
    }

    private static bool Flag(AttributeData attribute, string name) => attribute.NamedArguments.Any(named => named.Key == name && named.Value.Value is true);

    // A range of decimals is given as text; one of dates has no words in JSON Schema.
    private void Number(string name, object? value)
    {
        var text = value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            _limits.Add(new JsonMember(name, new JsonLiteral(exact.ToString(CultureInfo.InvariantCulture))));
        else if (value is double large && !double.IsInfinity(large) && !double.IsNaN(large)) _limits.Add(new JsonMember(name, new JsonLiteral(text)));
    }
}
