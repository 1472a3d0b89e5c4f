using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Objects: the members that the serializer writes, those of base types first.</summary>
internal static class ObjectSchemas
{
    private const string Serialization = "System.Text.Json.Serialization.";
    private const string Required = "System.ComponentModel.DataAnnotations.RequiredAttribute";

    public static JsonValue Read(INamedTypeSymbol type, SchemaReader reader)
    {
        var properties = new List<JsonMember>();
        var required = new List<JsonValue>();
        var constructor = Constructor(type);
        foreach (var member in Members(type))
        {
            var name = JsonName.Of(member);
            var schema = Schema(member, reader);
            properties.Add(new JsonMember(name, new AnnotationSchema(member).Apply(schema)));
            if (IsRequired(member) || constructor.Any(parameter => IsRequired(parameter, member))) required.Add(JsonValue.Of(name));
        }

        return JsonObject.Of(
            ("title", JsonValue.Of(SchemaNames.Title(type))),
            ("type", JsonValue.Of("object")),
            ("properties", new JsonObject(new EquatableArray<JsonMember>(properties))),
            ("required", required.Count == 0 ? null : JsonArray.Of(required)));
    }

    private static JsonValue Schema(ISymbol member, SchemaReader reader)
    {
        var type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
        if (EnumSchemas.ConverterOf(member) is not { } converter)
            return Has(member, Required) && type.IsReferenceType ? reader.Schema(type) : reader.Nested(type);
        return converter.IsEnumByName() && type.TypeKind == TypeKind.Enum ? EnumSchemas.Read(type, byName: true, reader) : JsonValue.True;
    }

    private static IReadOnlyList<ISymbol> Members(INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType) chain.Push(current);
        var found = new List<ISymbol>();
        foreach (var member in chain.SelectMany(current => current.GetMembers()).Concat(type.TypeKind == TypeKind.Interface ? type.AllInterfaces.SelectMany(other => other.GetMembers()) : []))
        {
            if (!IsCandidate(member)) continue;
            var hidden = found.FindIndex(other => other.Name == member.Name);
            if (hidden >= 0) found[hidden] = member;
            else found.Add(member);
        }

        return [.. found.Where(member => !IsIgnored(member))];
    }

    private static bool IsCandidate(ISymbol member) => !member.IsStatic && member switch
    {
        IPropertySymbol { IsIndexer: false, GetMethod: { } getter } => getter.DeclaredAccessibility == Accessibility.Public || Has(member, Serialization + "JsonIncludeAttribute"),
        IFieldSymbol { IsImplicitlyDeclared: false } => Has(member, Serialization + "JsonIncludeAttribute"),
        _ => false,
    };

    private static bool IsIgnored(ISymbol member)
    {
        // Always is 1, and what stands where no condition does; the others still write the member, or may.
        const int Always = 1;
        var ignore = member.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(Serialization + "JsonIgnoreAttribute"));
        return Has(member, Serialization + "JsonExtensionDataAttribute")
            || (ignore is not null && (ignore.NamedArguments.Length == 0 || ignore.NamedArguments.Any(named => named is { Key: "Condition", Value.Value: Always })));
    }

    private static bool IsRequired(ISymbol member) =>
        member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }
        || Has(member, Serialization + "JsonRequiredAttribute")
        || (Has(member, Required) && !Initializers.Has(member));

    // What the serializer makes an object with: the one that is marked, or the only one.
    private static List<IParameterSymbol> Constructor(INamedTypeSymbol type)
    {
        var candidates = type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && (!constructor.IsImplicitlyDeclared || constructor.Parameters.Length == 0)).ToList();
        var marked = candidates.FirstOrDefault(constructor => Has(constructor, Serialization + "JsonConstructorAttribute"));
        return (marked ?? (candidates.Count == 1 ? candidates[0] : null))?.Parameters.ToList() ?? [];
    }

    // Who leaves such a parameter out gives null, or zero, where the type knows neither.
    private static bool IsRequired(IParameterSymbol parameter, ISymbol member) =>
        !parameter.HasExplicitDefaultValue
        && parameter.Type.NullableAnnotation != NullableAnnotation.Annotated
        && string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Has(ISymbol member, string attribute) => member.GetAttributes().Any(given => given.AttributeClass.Is(attribute));
}
