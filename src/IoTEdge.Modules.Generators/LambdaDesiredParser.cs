using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTEdge.Modules.Generators;

/// <summary>Finds the desired properties of modules that are lambdas: <c>module.AddDesired&lt;Settings&gt;()</c>.</summary>
internal static class LambdaDesiredParser
{
    private const string Method = "AddDesired";

    public static bool MayBe(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: Method, TypeArgumentList.Arguments.Count: 1 } } };

    /// <summary>The properties; null where the call is another, or there is nothing to check.</summary>
    public static DesiredModel? Parse(GeneratorSyntaxContext syntax, CancellationToken cancellationToken)
    {
        if (syntax.SemanticModel.GetSymbolInfo(syntax.Node, cancellationToken).Symbol is not IMethodSymbol method || !method.ContainingType.Is(KnownNames.ModuleBuilder)) return null;
        var desired = DesiredParser.Parse(method.TypeArguments[0]);
        return desired.Rules.Count > 0 ? desired : null;
    }
}
