using IoTEdge.Modules.Generators.Tests.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace IoTEdge.Modules.Generators.Tests.CodeFixes;

/// <summary>What an editor makes of an author's code with a fix.</summary>
internal static class FixRun
{
    /// <summary>The code after the fix of the first flagged piece, or null where none is offered; both must compile.</summary>
    public static async Task<string?> FixAsync<TAnalyzer, TFix>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Author", LanguageNames.CSharp)
            .WithParseOptions(AuthorCode.Parse).WithCompilationOptions(AuthorCode.Options).WithMetadataReferences(AuthorCode.References)
            .AddDocument("Usings.cs", AuthorCode.Usings).Project;
        var document = project.AddDocument("Author.cs", source, filePath: "Author.cs");

        var diagnostics = await AnalyzerRun.DiagnosticsAsync<TAnalyzer>((await document.Project.GetCompilationAsync(cancellationToken))!);
        CodeAction? action = null;
        await new TFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostics[0], (offered, _) => action ??= offered, cancellationToken));
        if (action is null) return null;

        var operations = await action.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        changed = await Formatter.FormatAsync(await Simplifier.ReduceAsync(changed, cancellationToken: cancellationToken), Formatter.Annotation, cancellationToken: cancellationToken);
        await AnalyzerRun.DiagnosticsAsync<TAnalyzer>((await changed.Project.GetCompilationAsync(cancellationToken))!);
        return (await changed.GetTextAsync(cancellationToken)).ToString();
    }
}
