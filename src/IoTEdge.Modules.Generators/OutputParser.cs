using IoTEdge.Modules.Generators.Contracts;
using IoTEdge.Modules.Generators.Models;
using IoTEdge.Modules.Generators.Schemas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads an output property.</summary>
internal static class OutputParser
{
    public static OutputModel? Parse(ISymbol member, AttributeData attribute, List<ProblemModel> problems)
    {
        if (attribute.NameIn(KnownNames.OutputAttribute) is not { } name || member is not IPropertySymbol property) return null;
        if (!property.IsPartialDefinition || property.SetMethod is not null || property.IsStatic
            || property.Type is not INamedTypeSymbol type || !type.OriginalDefinition.Is(KnownNames.Output))
        {
            // The emitted half of a property carries no attribute, so what stands here is the author's.
            if (property.PartialDefinitionPart is null) problems.Add(ProblemModel.Create(Rules.OutputShape, property.Locations[0], property.Name));
            return null;
        }

        var modifiers = $"{SyntaxFacts.GetText(property.DeclaredAccessibility)} {Inheritance(property)}partial";
        var payload = type.TypeArguments[0];
        var isDurable = attribute.NamedArguments.Any(named => named is { Key: "Durable", Value.Value: true });
        var contract = ContractPart.Output(name, payload.Is(KnownNames.EdgeMessage) ? null : SchemaReader.Read(payload), isDurable);
        return new OutputModel(name, property.Name, modifiers, payload.ToFullName(), PolicyInitializer.Of(attribute), contract);
    }

    private static string Inheritance(IPropertySymbol property) =>
        property.IsOverride ? "override " : property.IsVirtual ? "virtual " : "";
}
