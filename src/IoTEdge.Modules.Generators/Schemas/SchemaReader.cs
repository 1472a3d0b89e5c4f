using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Finds the schema of what System.Text.Json's web defaults write for a type. Objects and enumerations are definitions, so a type may contain itself.</summary>
internal sealed class SchemaReader
{
    private readonly SortedDictionary<string, JsonValue> _definitions = new(StringComparer.Ordinal);

    private SchemaReader()
    {
    }

    /// <summary>The schema; null for no type.</summary>
    public static SchemaModel? Read(ITypeSymbol? type)
    {
        if (type is null) return null;
        var reader = new SchemaReader();
        var schema = reader.Schema(type);
        if (type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }) schema = Nullable(schema);
        return new SchemaModel(schema, new(reader._definitions.Select(definition => new JsonMember(definition.Key, definition.Value))));
    }

    /// <summary>The schema of something within a payload: null is possible unless its type says otherwise.</summary>
    public JsonValue Nested(ITypeSymbol type) =>
        type is { IsReferenceType: true } and not { NullableAnnotation: NullableAnnotation.NotAnnotated } ? Nullable(Schema(type)) : Schema(type);

    /// <summary>A reference to a definition, which is made where it is the first.</summary>
    public JsonValue Define(string name, Func<JsonValue> definition)
    {
        if (!_definitions.ContainsKey(name))
        {
            // Its name is taken before it is known: a type may contain itself.
            _definitions.Add(name, JsonValue.True);
            _definitions[name] = definition();
        }

        return JsonObject.Of(("$ref", JsonValue.Of($"#/$defs/{name}")));
    }

    /// <summary>The schema without null.</summary>
    public JsonValue Schema(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) return Nullable(Schema(nullable.TypeArguments[0]));
        if (ScalarSchemas.Find(type) is { } scalar) return scalar;
        if (EnumSchemas.ConverterOf(type) is { } converter) return converter.IsEnumByName() && type.TypeKind == TypeKind.Enum ? EnumSchemas.Read(type, byName: true, this) : JsonValue.True;
        if (type.TypeKind == TypeKind.Enum) return EnumSchemas.Read(type, byName: false, this);
        if (CollectionTypes.Values(type) is { } values) return JsonObject.Of(("type", JsonValue.Of("object")), ("additionalProperties", Nested(values)));
        if (CollectionTypes.Items(type) is { } items) return JsonObject.Of(("type", JsonValue.Of("array")), ("items", Nested(items)));
        return type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named
            ? Define(SchemaNames.Of(named), () => ObjectSchemas.Read(named, this))
            : JsonValue.True;
    }

    private static JsonValue Nullable(JsonValue schema)
    {
        var none = JsonValue.Of("null");
        return schema switch
        {
            JsonObject obj when obj["type"] is JsonText type => new JsonObject(new EquatableArray<JsonMember>(
                obj.Members.Select(member => member.Name == "type" ? new JsonMember("type", JsonArray.Of([type, none])) : member))),
            JsonObject obj when obj["$ref"] is not null => JsonObject.Of(("anyOf", JsonArray.Of([schema, JsonObject.Of(("type", none))]))),
            _ => schema,
        };
    }
}
