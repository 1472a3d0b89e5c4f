using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace IoTEdge.Modules.CodeFixes;

/// <summary>What to await in the place of a blocking wait.</summary>
internal static class AwaitedExpression
{
    /// <summary>The await with the same result, or null where there is none: a wait for some time answers whether it was enough.</summary>
    public static ExpressionSyntax? Of(ExpressionSyntax wait)
    {
        if (Task(wait) is not { } task) return null;
        var awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());
        return wait.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(awaited)
            : awaited;
    }

    private static ExpressionSyntax? Task(ExpressionSyntax wait) => wait switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } access => access.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: var arguments } => access.Name.Identifier.Text switch
        {
            "Wait" when arguments.Count == 0 => access.Expression,
            "GetResult" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } => awaiter.Expression,
            "Sleep" when arguments.Count == 1 => Delay(wait, arguments[0]),
            _ => null,
        },
        _ => null,
    };

    private static InvocationExpressionSyntax Delay(ExpressionSyntax wait, ArgumentSyntax time)
    {
        var delay = SyntaxFactory.ParseExpression("global::System.Threading.Tasks.Task.Delay").WithAdditionalAnnotations(Simplifier.Annotation);
        var arguments = SyntaxFactory.SeparatedList([time]);
        if (AsyncFunction.CancellationToken(wait) is { } token)
            arguments = arguments.Add(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)));
        return SyntaxFactory.InvocationExpression(delay, SyntaxFactory.ArgumentList(arguments));
    }
}
