using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads the key that orders the messages of an input: <c>OrderBy = nameof(Reading.Sensor)</c>.</summary>
internal static class OrderKey
{
    public const string Argument = "OrderBy";

    /// <summary>The expression that makes the key of <c>payload</c>; null where there is none, or a problem.</summary>
    public static string? Parse(AttributeData attribute, ITypeSymbol? payload, bool isBatched, ref string? problem)
    {
        if (attribute.NamedArguments.FirstOrDefault(named => named.Key == Argument).Value.Value is not string name || problem is not null) return null;
        if (isBatched) problem = "it has both OrderBy and BatchSize; a batch has the order of arrival";
        else if (payload is null) problem = "it has OrderBy, but no payload that has a property; take the payload as the first parameter";
        else if (Find(payload, name) is { } type) return type.SpecialType == SpecialType.System_String ? $"payload.{name}" : $"global::System.Convert.ToString(payload.{name}, global::System.Globalization.CultureInfo.InvariantCulture)";
        else problem = $"OrderBy is '{name}', and {payload.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} has no public property or field of that name";
        return null;
    }

    private static ITypeSymbol? Find(ITypeSymbol payload, string name)
    {
        for (var type = payload; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is { IsStatic: true } or not { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal }) continue;
                if (member is IPropertySymbol { GetMethod: not null, Parameters.Length: 0 } property) return property.Type;
                if (member is IFieldSymbol field) return field.Type;
            }
        }

        return null;
    }
}
