using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace IoTEdge.Modules.CodeFixes;

/// <summary>The function around a wait, where it is, or can be made, asynchronous.</summary>
internal static class AsyncFunction
{
    /// <summary>The function, or null where an await cannot stand in it.</summary>
    public static SyntaxNode? Around(SyntaxNode wait)
    {
        foreach (var node in wait.Ancestors())
        {
            switch (node)
            {
                case LockStatementSyntax or UnsafeStatementSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) ? lambda : null;
                case MethodDeclarationSyntax method:
                    return IsAsync(method) || CanBeAsync(method) ? method : null;
            }
        }

        return null;
    }

    /// <summary>The name of the cancellation token of the function around, if it takes one.</summary>
    public static string? CancellationToken(SyntaxNode wait)
    {
        var parameters = Around(wait) switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
            _ => default,
        };
        // A lambda's parameters mostly have no types: the SDK gives the token last.
        return parameters.LastOrDefault(parameter => parameter.Type is IdentifierNameSyntax { Identifier.Text: "CancellationToken" }
            || (parameter.Type is null && parameter == parameters.Last()))?.Identifier.Text is { } name and not "_" ? name : null;
    }

    /// <summary>The method with async and a task as its result; what is asynchronous stays as it is.</summary>
    public static SyntaxNode MakeAsync(SyntaxNode function)
    {
        if (function is not MethodDeclarationSyntax method || IsAsync(method)) return function;
        var result = method.ReturnType.WithoutTrivia();
        var task = IsVoid(method) ? "global::System.Threading.Tasks.Task" : $"global::System.Threading.Tasks.Task<{result}>";
        var type = SyntaxFactory.ParseTypeName(task).WithTriviaFrom(method.ReturnType).WithAdditionalAnnotations(Simplifier.Annotation);
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (method.Modifiers.Count == 0) (keyword, type) = (keyword.WithLeadingTrivia(type.GetLeadingTrivia()), type.WithoutLeadingTrivia());
        return method.WithReturnType(type).AddModifiers(keyword);
    }

    private static bool IsAsync(MethodDeclarationSyntax method) => method.Modifiers.Any(SyntaxKind.AsyncKeyword);

    // A method with a task already returns it somewhere; what to await there is for the author to see.
    private static bool CanBeAsync(MethodDeclarationSyntax method) =>
        method.AttributeLists.Count > 0
        && !method.Modifiers.Any(SyntaxKind.OverrideKeyword)
        && !method.Modifiers.Any(SyntaxKind.PartialKeyword)
        && method.ReturnType is not RefTypeSyntax
        && !IsTask(method.ReturnType);

    private static bool IsTask(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => IsTask(qualified.Right),
        AliasQualifiedNameSyntax alias => IsTask(alias.Name),
        SimpleNameSyntax name => name.Identifier.Text is "Task" or "ValueTask",
        _ => false,
    };

    private static bool IsVoid(MethodDeclarationSyntax method) =>
        method.ReturnType is PredefinedTypeSyntax type && type.Keyword.IsKind(SyntaxKind.VoidKeyword);
}
