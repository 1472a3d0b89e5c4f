using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Finds modules that make a client beside the one they have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecondClientAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AnalyzerRules.SecondClient];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(OnCall, OperationKind.Invocation);
    }

    private static void OnCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        // From a connection string it may be a client of another identity.
        if (method.Name != "CreateFromEnvironmentAsync" || !method.ContainingType.Is("IoTEdge.Modules.EdgeModuleClient")) return;
        // Main of a program may stand in a module's class.
        if (context.ContainingSymbol.IsStatic || !HandlerScope.IsModule(context.ContainingSymbol.ContainingType)) return;
        context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.SecondClient, call.Syntax.GetLocation(), context.ContainingSymbol.ContainingType.Name));
    }
}
