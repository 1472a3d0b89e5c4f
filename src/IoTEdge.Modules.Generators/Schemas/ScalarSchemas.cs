using IoTEdge.Modules.Generators.Json;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Types that are one JSON value, with the format by which a reader finds the type again.</summary>
internal static class ScalarSchemas
{
    // Days, then always hours to seconds, then seven digits or nothing.
    private const string TimeSpanPattern = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{7})?$";

    public static JsonValue? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Of("boolean"),
        SpecialType.System_String => Of("string"),
        SpecialType.System_Char => Of("string", ("minLength", JsonValue.Of(1)), ("maxLength", JsonValue.Of(1))),
        SpecialType.System_SByte => Integer("int8"),
        SpecialType.System_Byte => Integer("uint8"),
        SpecialType.System_Int16 => Integer("int16"),
        SpecialType.System_UInt16 => Integer("uint16"),
        SpecialType.System_Int32 => Integer("int32"),
        SpecialType.System_UInt32 => Integer("uint32"),
        SpecialType.System_Int64 => Integer("int64"),
        SpecialType.System_UInt64 => Integer("uint64"),
        SpecialType.System_Single => Number("float"),
        SpecialType.System_Double => Number("double"),
        SpecialType.System_Decimal => Number("decimal"),
        SpecialType.System_DateTime => Text("date-time"),
        SpecialType.System_Object => JsonValue.True,
        _ => IsBytes(type) ? Of("string", ("contentEncoding", JsonValue.Of("base64"))) : Named(type),
    };

    private static JsonValue? Named(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() switch
    {
        "System" => type.Name switch
        {
            "DateTimeOffset" => Text("date-time"),
            "DateOnly" => Text("date"),
            "TimeOnly" or "Version" => Of("string"),
            "TimeSpan" => Of("string", ("format", JsonValue.Of("timespan")), ("pattern", JsonValue.Of(TimeSpanPattern))),
            "Guid" => Text("uuid"),
            "Uri" => Text("uri-reference"),
            "Half" => Number("float"),
            "Int128" or "UInt128" => Of("integer"),
            _ => null,
        },
        "System.Text.Json" when type.Name is "JsonElement" or "JsonDocument" => JsonValue.True,
        "System.Text.Json.Nodes" => type.Name switch
        {
            "JsonObject" => Of("object"),
            "JsonArray" => Of("array"),
            _ => JsonValue.True,
        },
        _ => null,
    };

    private static bool IsBytes(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType.SpecialType == SpecialType.System_Byte,
        INamedTypeSymbol { Name: "ReadOnlyMemory" or "Memory", TypeArguments.Length: 1 } memory => memory.TypeArguments[0].SpecialType == SpecialType.System_Byte,
        _ => false,
    };

    private static JsonObject Integer(string format) => Of("integer", ("format", JsonValue.Of(format)));

    private static JsonObject Number(string format) => Of("number", ("format", JsonValue.Of(format)));

    private static JsonObject Text(string format) => Of("string", ("format", JsonValue.Of(format)));

    private static JsonObject Of(string type, params (string Name, JsonValue? Value)[] rest) => JsonObject.Of([("type", JsonValue.Of(type)), .. rest]);
}
