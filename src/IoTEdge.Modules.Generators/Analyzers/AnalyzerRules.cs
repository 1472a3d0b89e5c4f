using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Analyzers;

/// <summary>The rules of the analyzers: code that binds, but does not do what its author expects. Ids are a public contract; each has a page in docs/rules.</summary>
internal static class AnalyzerRules
{
    private const string Category = "IoTEdge.Modules";

    public static readonly DiagnosticDescriptor BlockingWait = Warning("IOTE007", "Handler blocks its thread",
        "'{0}' blocks the thread of a handler: await instead");

    public static readonly DiagnosticDescriptor StaticState = Warning("IOTE008", "Module has static state",
        "'{0}' of module '{1}' is shared by all modules of the process: make it a member of the module, or of a service");

    public static readonly DiagnosticDescriptor SecondClient = Warning("IOTE009", "Module makes a second client",
        "'{0}' has a client already, and the hub lets one connection in for each identity: use the module's outputs, reported properties and MethodInvoker");

    public static readonly DiagnosticDescriptor MissingToken = Info("IOTE010", "Handler that awaits takes no CancellationToken",
        "'{0}' cannot be told that the module stops: take a CancellationToken and pass it on");

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true);
}
