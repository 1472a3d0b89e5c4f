using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>The limits of reported properties as edgeHub checks them (protocol section 6.3).</summary>
public static class ReportedPropertiesValidator
{
    /// <summary>The largest patch, in bytes of its JSON text: 32 KiB.</summary>
    public const int MaxSize = 32 * 1024;

    /// <summary>The deepest object or array below the root.</summary>
    public const int MaxDepth = 10;

    /// <summary>The longest property name, in bytes of UTF-8.</summary>
    public const int MaxNameLength = 1024;

    /// <summary>The longest string value, in bytes of UTF-8.</summary>
    public const int MaxStringLength = 4096;

    /// <summary>The largest whole number: 2^52 - 1.</summary>
    public const long MaxInteger = 4503599627370495;

    /// <summary>The smallest whole number: -2^52.</summary>
    public const long MinInteger = -4503599627370496;

    private const string Subject = "reported properties";

    /// <summary>Checks a patch of reported properties.</summary>
    /// <param name="patch">The patch; null removes a property.</param>
    /// <exception cref="ProtocolException">A limit is broken; the error names the property and the limit.</exception>
    public static void Validate(JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ValidateObject(patch, depth: 0, isInArray: false);
        var size = Encoding.UTF8.GetByteCount(patch.ToJsonString());
        if (size > MaxSize) throw Broken($"Twin properties size {size} exceeds maximum {MaxSize}.");
    }

    private static void ValidateObject(JsonObject properties, int depth, bool isInArray)
    {
        foreach (var (name, value) in properties)
        {
            ValidateName(name);
            if (value is null && isInArray) throw Broken($"Property {name} of an object in an array has the value 'null', which is not allowed.");
            ValidateValue(name, value, depth + 1, isInArray);
        }
    }

    private static void ValidateValue(string name, JsonNode? value, int depth, bool isInArray)
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

    private static void ValidateScalar(string name, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                var length = Encoding.UTF8.GetByteCount(value.GetValue<string>());
                if (length > MaxStringLength)
                    throw Broken($"Value associated with property name {Shorten(name)} has length {length} that exceeds maximum length of {MaxStringLength}.");
                break;
            case JsonValueKind.Number when IsWhole(value.ToJsonString()):
                var isInRange = long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number is >= MinInteger and <= MaxInteger;
                if (!isInRange) throw Broken($"Property {name} has an out of bound value. Valid values are between {MinInteger} and {MaxInteger}.");
                break;
        }
    }

    private static void ValidateName(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > MaxNameLength) throw Broken($"Length of property name {Shorten(name)} exceeds maximum length of {MaxNameLength}.");
        foreach (var character in name)
        {
            if (char.IsControl(character) || char.IsWhiteSpace(character) || character is '.' or '$' or '#')
                throw Broken($"Property name {name} contains invalid character '{character}'.");
        }
    }

    private static void RequireDepth(int depth)
    {
        if (depth > MaxDepth) throw Broken($"Nested depth of twin property exceeds {MaxDepth}.");
    }

    private static bool IsWhole(string number) => !number.AsSpan().ContainsAny('.', 'e', 'E');

    private static string Shorten(string name) => name.Length <= 10 ? name : $"{name[..10]}…";

    private static ProtocolException Broken(string reason) => new(Subject, reason);
}
