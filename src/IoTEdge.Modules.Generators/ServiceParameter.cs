using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads a parameter that is a service.</summary>
internal static class ServiceParameter
{
    /// <summary>The service; null where the parameter can be none.</summary>
    public static ServiceModel? Parse(IParameterSymbol parameter)
    {
        var isService = parameter.Type is { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: SpecialType.None };
        return isService ? new ServiceModel(parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToFullName(), Key(parameter)) : null;
    }

    /// <summary>Whether the parameter can only be a service, also where a payload could stand.</summary>
    public static bool IsCertain(IParameterSymbol parameter) =>
        Key(parameter) is not null
        || (parameter.Type.TypeKind == TypeKind.Interface && parameter.Type.ContainingNamespace?.ToDisplayString() != "System.Collections.Generic");

    private static string? Key(IParameterSymbol parameter) => parameter.GetAttributes()
        .Where(attribute => attribute.AttributeClass.Is(KnownNames.FromKeyedServices) && attribute.ConstructorArguments.Length == 1)
        .Select(attribute => attribute.ConstructorArguments[0].ToCSharpString())
        .FirstOrDefault();
}
