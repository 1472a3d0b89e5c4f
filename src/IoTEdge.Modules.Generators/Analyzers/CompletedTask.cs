using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Tasks whose result is there already, so that reading it blocks nothing.</summary>
internal static class CompletedTask
{
    /// <summary>Whether the task is a variable that the member has awaited, or whose state it looks at.</summary>
    public static bool Is(IOperation? task)
    {
        var name = task switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            _ => null,
        };
        if (name is null || task!.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member) return false;
        return member.DescendantNodes().Any(node => node switch
        {
            AwaitExpressionSyntax wait => wait.Span.End <= task.Syntax.SpanStart && (Mentions(wait, name) || IsOfMany(wait)),
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text.StartsWith("IsCompleted", StringComparison.Ordinal) && Mentions(access.Expression, name),
            _ => false,
        });
    }

    private static bool Mentions(SyntaxNode node, string name) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.Text == name);

    // Task.WhenAll(tasks), of which the variable may be one.
    private static bool IsOfMany(AwaitExpressionSyntax wait) =>
        wait.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.Text is "WhenAll" or "WhenAny");
}
