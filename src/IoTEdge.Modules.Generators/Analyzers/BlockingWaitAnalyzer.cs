using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Finds handlers that wait with their thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitAnalyzer : DiagnosticAnalyzer
{
    private const string Tasks = "System.Threading.Tasks";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AnalyzerRules.BlockingWait];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(OnProperty, OperationKind.PropertyReference);
        context.RegisterOperationAction(OnCall, OperationKind.Invocation);
    }

    private static void OnProperty(OperationAnalysisContext context)
    {
        var operation = (IPropertyReferenceOperation)context.Operation;
        if (operation.Property.Name != "Result" || !IsTask(operation.Property.ContainingType) || CompletedTask.Is(operation.Instance)) return;
        Report(context, operation.Syntax.ToString());
    }

    private static void OnCall(OperationAnalysisContext context)
    {
        var operation = (IInvocationOperation)context.Operation;
        var method = operation.TargetMethod;
        if (WaitedFor(operation) is { } task)
        {
            if (!CompletedTask.Is(task)) Report(context, operation.Syntax.ToString());
        }
        else if ((method.Name is "WaitAll" or "WaitAny" && IsTask(method.ContainingType)) || (method.Name == "Sleep" && method.ContainingType.Is("System.Threading.Thread")))
        {
            Report(context, $"{method.ContainingType.Name}.{method.Name}");
        }
    }

    // The task of task.Wait(), or of task.GetAwaiter().GetResult().
    private static IOperation? WaitedFor(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Wait" when IsTask(call.TargetMethod.ContainingType) => call.Instance,
        "GetResult" when call.Instance is IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter && IsAwaiter(call.TargetMethod.ContainingType) => awaiter.Instance,
        _ => null,
    };

    private static bool IsTask(INamedTypeSymbol type) => type.Name is "Task" or "ValueTask" && type.ContainingNamespace.ToDisplayString() == Tasks;

    private static bool IsAwaiter(INamedTypeSymbol type) =>
        type.Name is "TaskAwaiter" or "ValueTaskAwaiter" or "ConfiguredTaskAwaiter" or "ConfiguredValueTaskAwaiter"
        && type.ContainingNamespace.ToDisplayString() == "System.Runtime.CompilerServices";

    private static void Report(OperationAnalysisContext context, string what)
    {
        if (context.Operation.IsInHandler(context.ContainingSymbol))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.BlockingWait, context.Operation.Syntax.GetLocation(), what));
    }
}
