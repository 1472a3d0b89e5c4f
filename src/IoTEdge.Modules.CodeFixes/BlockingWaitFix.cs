using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace IoTEdge.Modules.CodeFixes;

/// <summary>Puts an await in the place of a blocking wait (IOTE007).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BlockingWaitFix : CodeFixProvider
{
    private const string Title = "Await instead";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["IOTE007"];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax wait) return;
        if (AwaitedExpression.Of(wait) is not { } awaited || AsyncFunction.Around(wait) is not { } function) return;
        context.RegisterCodeFix(
            CodeAction.Create(Title, _ => Task.FromResult(Replace(context.Document, root, wait, awaited, function)), equivalenceKey: Title),
            context.Diagnostics);
    }

    private static Document Replace(Document document, SyntaxNode root, ExpressionSyntax wait, ExpressionSyntax awaited, SyntaxNode function)
    {
        var changed = function.ReplaceNode(wait, awaited.WithTriviaFrom(wait).WithAdditionalAnnotations(Formatter.Annotation));
        return document.WithSyntaxRoot(root.ReplaceNode(function, AsyncFunction.MakeAsync(changed)));
    }
}
