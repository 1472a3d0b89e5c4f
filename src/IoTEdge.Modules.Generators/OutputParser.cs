using IoTEdge.Modules.Generators.Models;
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
        return new OutputModel(name, property.Name, modifiers, type.TypeArguments[0].ToFullName(), PolicyInitializer.Of(attribute));
    }

    private static string Inheritance(IPropertySymbol property) =>
        property.IsOverride ? "override " : property.IsVirtual ? "virtual " : "";
}
