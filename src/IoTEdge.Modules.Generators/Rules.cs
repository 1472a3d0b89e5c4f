using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators;

/// <summary>The rules that the generator checks. Ids are a public contract; each has a page in docs/rules.</summary>
internal static class Rules
{
    private const string Category = "IoTEdge.Modules";

    public static readonly DiagnosticDescriptor NotPartial = Create("IOTE001", "Module class must be partial",
        "'{0}' has inputs, outputs, direct methods or desired properties to bind, so it and the types around it must be declared partial");

    public static readonly DiagnosticDescriptor InputSignature = Create("IOTE002", "Input handler has an unsupported signature",
        "'{0}' cannot handle an input: {1}");

    public static readonly DiagnosticDescriptor MethodSignature = Create("IOTE003", "Direct method has an unsupported signature",
        "'{0}' cannot handle a direct method: {1}");

    public static readonly DiagnosticDescriptor OutputShape = Create("IOTE004", "Output must be a partial property of type IOutput<T>",
        "'{0}' cannot be an output: declare it as 'public partial IOutput<T> {0} {{ get; }}'");

    public static readonly DiagnosticDescriptor DuplicateName = Create("IOTE005", "Two members of a module have one name",
        "'{0}' has two of {1} '{2}'; names must differ, also by more than case");

    public static readonly DiagnosticDescriptor BadName = Create("IOTE006", "Name cannot be addressed by a route",
        "'{0}' is not a name for {1}: use 1 to 100 letters, digits, '-', '_' or '.'");

    public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById =
        new[] { NotPartial, InputSignature, MethodSignature, OutputShape, DuplicateName, BadName }.ToDictionary(rule => rule.Id);

    private static DiagnosticDescriptor Create(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
