using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators;

/// <summary>Names of symbols as they are compared and written.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat FullFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The name with <c>global::</c> and nullability, to be written into code.</summary>
    public static string ToFullName(this ITypeSymbol type) => type.ToDisplayString(FullFormat);

    /// <summary>Whether the type is the one of that name.</summary>
    public static bool Is(this ITypeSymbol? type, string name) =>
        type is not null && type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() == name;

    /// <summary>Whether the type is that generic type of one argument, and its argument.</summary>
    public static bool Is(this ITypeSymbol type, string definition, out ITypeSymbol? argument)
    {
        argument = type is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.OriginalDefinition.Is(definition) ? named.TypeArguments[0] : null;
        return argument is not null;
    }

    /// <summary>The first argument of an attribute of that type, or null where the attribute is another.</summary>
    public static string? NameIn(this AttributeData attribute, string attributeType) =>
        attribute.AttributeClass.Is(attributeType) && attribute.ConstructorArguments.Length == 1
            ? attribute.ConstructorArguments[0].Value as string ?? ""
            : null;

    /// <summary>Takes a task apart.</summary>
    /// <returns>Whether it is a task, and what it gives; null where it gives nothing.</returns>
    public static (bool IsAwaited, ITypeSymbol? Result) Unwrap(this ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void) return (false, null);
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks")
            return (true, task.TypeArguments.Length == 1 ? task.TypeArguments[0] : null);
        return (false, type);
    }
}
