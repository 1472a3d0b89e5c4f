using IoTEdge.Modules.Generators.Schemas;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Contracts;

/// <summary>Reads what the contract file tells about a module class.</summary>
internal static class ContractParser
{
    public static ContractModel Parse(INamedTypeSymbol type, ITypeSymbol? desired, ITypeSymbol? reported, IReadOnlyList<ContractPart> members)
    {
        var bases = new List<string>();
        for (var current = type.BaseType; current is not null; current = current.BaseType) bases.Add(current.OriginalDefinition.ToDisplayString());
        return new ContractModel(
            type.Name,
            type.ToDisplayString(),
            !type.IsAbstract && !type.IsGenericType,
            new(bases),
            new([.. members, .. Twin(ContractPart.Desired, desired), .. Twin(ContractPart.Reported, reported)]));
    }

    private static IEnumerable<ContractPart> Twin(string section, ITypeSymbol? type)
    {
        if (SchemaReader.Read(type) is { } schema) yield return ContractPart.Twin(section, schema);
    }
}
