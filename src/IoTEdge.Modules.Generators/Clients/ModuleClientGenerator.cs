using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>Makes typed clients for the modules of contract files that a project names: <c>&lt;EdgeModuleContract Include="module.contract.json" /&gt;</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModuleClientGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes models, for tests of the cache.</summary>
    public const string ModelStep = "ContractFiles";

    private const string Metadata = "build_metadata.AdditionalFiles.";

    private static readonly DiagnosticDescriptor Unreadable = new(
        "IOTE050", "Contract file cannot be read", "'{0}' gives no typed client: {1}", "IoTEdge.Modules", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => Option(pair.Right.GetOptions(pair.Left), $"{Metadata}EdgeModuleContract") == "true")
            .Select(static (pair, cancellationToken) => ContractReader.Read(pair.Left.Path, pair.Left.GetText(cancellationToken)?.ToString(), Namespace(pair.Left, pair.Right)))
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(files, static (output, file) =>
        {
            if (file.Problem is not null) output.ReportDiagnostic(Diagnostic.Create(Unreadable, Location.None, file.Path, file.Problem));
        });

        context.RegisterSourceOutput(files.Collect(), static (output, all) =>
        {
            // A class cannot be written twice; where two files tell of one module, the second is the mistake.
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (file, client) in all.SelectMany(file => file.Clients.Select(client => (file, client))))
            {
                if (taken.Add(client.Namespace)) output.AddSource($"{client.Namespace}.g.cs", ClientEmitter.Emit(client));
                else output.ReportDiagnostic(Diagnostic.Create(Unreadable, Location.None, file.Path, $"another file has a client in {client.Namespace}; give one of them a Namespace"));
            }
        });
    }

    private static string Namespace(AdditionalText file, AnalyzerConfigOptionsProvider options) => Option(options.GetOptions(file), $"{Metadata}Namespace") is { Length: > 0 } named
        ? named
        : Option(options.GlobalOptions, "build_property.RootNamespace");

    private static string Option(AnalyzerConfigOptions options, string name) => options.TryGetValue(name, out var value) ? value : "";
}
