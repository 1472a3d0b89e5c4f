using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Names of definitions: those of the types, in characters that need no escaping in a reference.</summary>
internal static class SchemaNames
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted, typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The full name: <c>Factory.Reading</c>, <c>Factory.PageOf-Factory.Reading</c>.</summary>
    public static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"ArrayOf-{Of(array.ElementType)}",
        INamedTypeSymbol { TypeArguments.Length: > 0 } named => $"{named.ToDisplayString(Format)}Of-{string.Join("-", named.TypeArguments.Select(Of))}",
        _ => type.ToDisplayString(Format),
    };

    /// <summary>The short name: <c>Reading</c>, <c>PageOfReading</c>.</summary>
    public static string Title(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"{Title(array.ElementType)}Array",
        INamedTypeSymbol { TypeArguments.Length: > 0 } named => $"{named.Name}Of{string.Concat(named.TypeArguments.Select(Title))}",
        _ => type.Name,
    };
}
