using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace IoTEdge.Modules.Generators.Tests.Clients;

/// <summary>Runs the generator of clients over contract files.</summary>
internal sealed class ClientRun
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview);
    private readonly CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public ClientRun(string author, params string[] contracts)
    {
        _compilation = CSharpCompilation.Create("Desk", [CSharpSyntaxTree.ParseText(author, Parse)],
            [.. Net100.References.All, Sdk(typeof(EdgeModuleBase)), Sdk(typeof(Protocol.ModuleIdentity)), Sdk(typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new Generators.Clients.ModuleClientGenerator().AsSourceGenerator()],
            contracts.Select((text, number) => new ContractText($"{number}.contract.json", text)), Parse, new Options(), new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        Run(_compilation);
    }

    public GeneratorDriverRunResult Result { get; private set; } = null!;

    public IReadOnlyList<Diagnostic> Problems { get; private set; } = [];

    public string Generated => Result.GeneratedTrees.Single().ToString();

    /// <summary>Runs again with one more file.</summary>
    public void RunWith(string otherSource) => Run(_compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(otherSource, Parse)));

    private void Run(CSharpCompilation compilation)
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        Result = _driver.GetRunResult();
        Problems = [.. diagnostics, .. output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }

    private static PortableExecutableReference Sdk(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    private sealed class ContractText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new() { ["build_property.RootNamespace"] = "Desk" });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(new() { ["build_metadata.AdditionalFiles.EdgeModuleContract"] = "true" });
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
