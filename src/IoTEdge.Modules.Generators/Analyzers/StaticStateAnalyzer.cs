using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>Finds static fields and properties of modules that can be set again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AnalyzerRules.StaticState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(OnField, SymbolKind.Field);
        context.RegisterSymbolAction(OnProperty, SymbolKind.Property);
    }

    private static void OnField(SymbolAnalysisContext context)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (field is { IsStatic: true, IsReadOnly: false, IsConst: false, IsImplicitlyDeclared: false }) Report(context);
    }

    // A property whose accessors have bodies keeps its state elsewhere.
    private static void OnProperty(SymbolAnalysisContext context)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property is { IsStatic: true, SetMethod: not null } && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)))
            Report(context);
    }

    private static void Report(SymbolAnalysisContext context)
    {
        var (symbol, type) = (context.Symbol, context.Symbol.ContainingType);
        if (HandlerScope.IsModule(type)) context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.StaticState, symbol.Locations[0], symbol.Name, type.Name));
    }
}
