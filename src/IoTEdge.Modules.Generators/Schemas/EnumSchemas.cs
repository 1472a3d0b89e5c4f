using System.Globalization;
using IoTEdge.Modules.Generators.Json;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Enumerations: numbers that are named, or names where a converter says so.</summary>
internal static class EnumSchemas
{
    private const string Converter = "System.Text.Json.Serialization.JsonConverterAttribute";
    private const string MemberName = "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute";
    private const string Flags = "System.FlagsAttribute";

    /// <summary>The converter that an attribute names; null where there is no such attribute.</summary>
    public static ITypeSymbol? ConverterOf(ISymbol symbol) => symbol.GetAttributes()
        .Where(attribute => attribute.AttributeClass.Is(Converter))
        .Select(attribute => attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as ITypeSymbol : attribute.AttributeClass)
        .FirstOrDefault();

    public static bool IsEnumByName(this ITypeSymbol converter) => converter.Name == "JsonStringEnumConverter";

    public static JsonValue Read(ITypeSymbol type, bool byName, SchemaReader reader)
    {
        var isSet = type.GetAttributes().Any(attribute => attribute.AttributeClass.Is(Flags));
        var fields = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).ToList();
        var name = byName ? $"{SchemaNames.Of(type)}-ByName" : SchemaNames.Of(type);
        return reader.Define(name, () => JsonObject.Of(
            ("title", JsonValue.Of(type.Name)),
            ("type", JsonValue.Of(byName ? "string" : "integer")),
            ("enum", byName && !isSet ? JsonArray.Of(fields.Select(Name)) : null),
            ("oneOf", !byName && !isSet ? JsonArray.Of(fields.GroupBy(field => field.ConstantValue).Select(group => Number(group.First()))) : null)));
    }

    private static JsonValue Name(IFieldSymbol field) =>
        JsonValue.Of(field.GetAttributes().Select(attribute => attribute.NameIn(MemberName)).FirstOrDefault(name => name is not null) ?? field.Name);

    private static JsonObject Number(IFieldSymbol field) => JsonObject.Of(
        ("const", new JsonLiteral(Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture))), ("title", JsonValue.Of(field.Name)));
}
