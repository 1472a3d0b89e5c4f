using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Finds handlers that await and cannot be told to stop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingTokenAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AnalyzerRules.MissingToken];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(OnMethod, SymbolKind.Method);
    }

    private static void OnMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!method.IsAsync || !HandlerScope.HasHandlerAttribute(method)) return;
        if (method.Parameters.Any(parameter => parameter.Type.Is(KnownNames.CancellationToken))) return;
        context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.MissingToken, method.Locations[0], method.Name));
    }
}
