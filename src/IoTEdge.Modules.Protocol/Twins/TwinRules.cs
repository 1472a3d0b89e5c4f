using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>The limits of one part of a twin (protocol section 6.3).</summary>
/// <param name="subject">What the part is, for errors.</param>
/// <param name="forbidden">Characters that no name may have, beside control characters and white space.</param>
/// <param name="maxSize">The largest patch, in bytes of its JSON text.</param>
internal sealed class TwinRules(string subject, string forbidden, int maxSize)
{
    public void Validate(JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ValidateObject(patch, depth: 0, isInArray: false);
        var size = Encoding.UTF8.GetByteCount(patch.ToJsonString());
        if (size > maxSize) throw Broken($"Twin properties size {size} exceeds maximum {maxSize}.");
    }

    private void ValidateObject(JsonObject properties, int depth, bool isInArray)
    {
        foreach (var (name, value) in properties)
        {
            ValidateName(name);
            if (value is null && isInArray) throw Broken($"Property {name} of an object in an array has the value 'null', which is not allowed.");
            ValidateValue(name, value, depth + 1, isInArray);
        }
    }

    private void ValidateValue(string name, JsonNode? value, int depth, bool isInArray)
    {
        switch (value)
        {
            case JsonObject nested:
                RequireDepth(depth);
                ValidateObject(nested, depth, isInArray);
                break;
            case JsonArray items:
                RequireDepth(depth);
                foreach (var item in items)
                {
                    if (item is null) throw Broken($"Property {name} has an array with the value 'null'. Arrays cannot contain 'null' as value.");
                    ValidateValue(name, item, depth + 1, isInArray: true);
                }

                break;
            case JsonValue scalar:
                ValidateScalar(name, scalar);
                break;
        }
    }

    private void ValidateScalar(string name, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                var length = Encoding.UTF8.GetByteCount(value.GetValue<string>());
                if (length > ReportedPropertiesValidator.MaxStringLength)
                    throw Broken($"Value associated with property name {Shorten(name)} has length {length} that exceeds maximum length of {ReportedPropertiesValidator.MaxStringLength}.");
                break;
            case JsonValueKind.Number when IsWhole(value.ToJsonString()):
                var isInRange = long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number is >= ReportedPropertiesValidator.MinInteger and <= ReportedPropertiesValidator.MaxInteger;
                if (!isInRange) throw Broken($"Property {name} has an out of bound value. Valid values are between {ReportedPropertiesValidator.MinInteger} and {ReportedPropertiesValidator.MaxInteger}.");
                break;
        }
    }

    private void ValidateName(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > ReportedPropertiesValidator.MaxNameLength) throw Broken($"Length of property name {Shorten(name)} exceeds maximum length of {ReportedPropertiesValidator.MaxNameLength}.");
        foreach (var character in name)
        {
            if (char.IsControl(character) || char.IsWhiteSpace(character) || forbidden.Contains(character))
                throw Broken($"Property name {name} contains invalid character '{character}'.");
        }
    }

    private void RequireDepth(int depth)
    {
        if (depth > ReportedPropertiesValidator.MaxDepth) throw Broken($"Nested depth of twin property exceeds {ReportedPropertiesValidator.MaxDepth}.");
    }

    private static bool IsWhole(string number) => !number.AsSpan().ContainsAny('.', 'e', 'E');

    private static string Shorten(string name) => name.Length <= 10 ? name : $"{name[..10]}…";

    private ProtocolException Broken(string reason) => new(subject, reason);
}
