using IoTEdge.Modules.Generators.Models;
using IoTEdge.Modules.Generators.Schemas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads the data annotations of the desired properties, so that checking them needs no reflection.</summary>
internal static class DesiredParser
{
    public static DesiredModel Parse(ITypeSymbol type)
    {
        var rules = new List<DesiredRule>();
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>().Where(property => property.GetMethod is not null && !property.IsIndexer))
            {
                foreach (var attribute in property.GetAttributes().Where(IsValidation))
                    rules.Add(new DesiredRule(property.Name, JsonName.Of(property), Expression(attribute)));
            }
        }

        return new DesiredModel(type.WithNullableAnnotation(NullableAnnotation.None).ToFullName(), new(rules));
    }

    private static bool IsValidation(AttributeData attribute)
    {
        for (var current = attribute.AttributeClass; current is not null; current = current.BaseType)
        {
            if (current.Is(KnownNames.ValidationAttribute)) return true;
        }

        return false;
    }

    private static string Expression(AttributeData attribute)
    {
        var arguments = string.Join(", ", attribute.ConstructorArguments.Select(Literal));
        var settings = string.Join(", ", attribute.NamedArguments.Select(named => $"{named.Key} = {Literal(named.Value)}"));
        return $"new {attribute.AttributeClass!.ToFullName()}({arguments})" + (settings.Length > 0 ? $" {{ {settings} }}" : "");
    }

    private static string Literal(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Array } => $"new {constant.Type!.ToFullName()} {{ {string.Join(", ", constant.Values.Select(Literal))} }}",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({type.ToFullName()})",
        { Kind: TypedConstantKind.Enum } => $"({constant.Type!.ToFullName()})({SymbolDisplay.FormatPrimitive(constant.Value!, true, false)})",
        { IsNull: true } => "null",
        { Type.SpecialType: SpecialType.System_Double } => $"{SymbolDisplay.FormatPrimitive(constant.Value!, true, false)}d",
        { Type.SpecialType: SpecialType.System_Single } => $"{SymbolDisplay.FormatPrimitive(constant.Value!, true, false)}f",
        _ => SymbolDisplay.FormatPrimitive(constant.Value!, quoteStrings: true, useHexadecimalNumbers: false),
    };
}
