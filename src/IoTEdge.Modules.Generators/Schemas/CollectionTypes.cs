using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Types that are JSON arrays, or objects with members of any name.</summary>
internal static class CollectionTypes
{
    /// <summary>The items' type; null where the type is no collection.</summary>
    public static ITypeSymbol? Items(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? array.ElementType : Find(type, "IEnumerable", "System.Collections.Generic", 1)?.TypeArguments[0] ?? Find(type, "IAsyncEnumerable", "System.Collections.Generic", 1)?.TypeArguments[0];

    /// <summary>The values' type; null where the type is no dictionary.</summary>
    public static ITypeSymbol? Values(ITypeSymbol type) =>
        (Find(type, "IDictionary", "System.Collections.Generic", 2) ?? Find(type, "IReadOnlyDictionary", "System.Collections.Generic", 2))?.TypeArguments[1];

    private static INamedTypeSymbol? Find(ITypeSymbol type, string name, string space, int arguments) =>
        (type is INamedTypeSymbol self ? type.AllInterfaces.Insert(0, self) : type.AllInterfaces)
        .FirstOrDefault(candidate => candidate.Name == name && candidate.TypeArguments.Length == arguments && candidate.ContainingNamespace?.ToDisplayString() == space);
}
