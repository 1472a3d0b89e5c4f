using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

/// <summary>What one analyzer finds in an author's code.</summary>
internal static class AnalyzerRun
{
    /// <summary>The flagged pieces of the code, in their order; the code must compile.</summary>
    public static async Task<string[]> FindAsync<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        [.. (await DiagnosticsAsync<TAnalyzer>(AuthorCode.Compile(source))).Select(diagnostic => source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length))];

    public static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync<TAnalyzer>(Compilation compilation)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        CSharpGeneratorDriver.Create([new EdgeModuleGenerator().AsSourceGenerator()], parseOptions: AuthorCode.Parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var bound, out _, TestContext.Current.CancellationToken);
        bound.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        var found = await bound.WithAnalyzers([new TAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        found.Should().NotContain(diagnostic => diagnostic.Id == "AD0001", "no analyzer may throw");
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
