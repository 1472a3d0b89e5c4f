using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Which functions the SDK calls: handlers, overrides of a module and lambdas given to a builder.</summary>
internal static class HandlerScope
{
    /// <summary>Whether the function right around the operation is one that the SDK calls.</summary>
    /// <remarks>Functions inside a handler are none: where they run is not known.</remarks>
    public static bool IsInHandler(this IOperation operation, ISymbol container)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILocalFunctionOperation) return false;
            if (current is IAnonymousFunctionOperation lambda) return IsGivenToBuilder(lambda);
        }

        return container is IMethodSymbol method && IsHandler(method);
    }

    /// <summary>Whether the method handles an input or a direct method, or overrides a member of the module's base.</summary>
    public static bool IsHandler(IMethodSymbol method) => IsOverride(method) || HasHandlerAttribute(method);

    /// <summary>Whether the method handles an input or a direct method by its attribute.</summary>
    public static bool HasHandlerAttribute(IMethodSymbol method) =>
        method.GetAttributes().Any(attribute => attribute.AttributeClass.Is(KnownNames.InputAttribute) || attribute.AttributeClass.Is(KnownNames.MethodAttribute));

    /// <summary>Whether the type is, or derives from, the base of modules.</summary>
    public static bool IsModule(INamedTypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (IsModuleBase(current)) return true;
        }

        return false;
    }

    private static bool IsOverride(IMethodSymbol method)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden) root = overridden;
        return !SymbolEqualityComparer.Default.Equals(root, method) && IsModuleBase(root.ContainingType);
    }

    private static bool IsModuleBase(INamedTypeSymbol type) =>
        type.Name == KnownNames.ModuleBase && type.ContainingNamespace?.ToDisplayString() == KnownNames.ModuleNamespace;

    private static bool IsGivenToBuilder(IAnonymousFunctionOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation) parent = parent.Parent;
        return parent is IArgumentOperation { Parent: IInvocationOperation call } && call.TargetMethod.ContainingType.Is(KnownNames.ModuleBuilder);
    }
}
