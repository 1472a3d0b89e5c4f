using System.Text.Json.Nodes;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators.Tests;

/// <summary>Runs the generator over source texts, with the SDK referenced.</summary>
internal sealed class GeneratorRun
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.ComponentModel.DataAnnotations;
        global using System.Text.Json.Serialization;
        global using IoTEdge.Modules;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview);
    private readonly CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public GeneratorRun(string source)
    {
        _compilation = CSharpCompilation.Create("Author",
            [CSharpSyntaxTree.ParseText(Usings, Parse), CSharpSyntaxTree.ParseText(source, Parse, path: "Author.cs")],
            [.. Net100.References.All, Sdk(typeof(EdgeModuleBase)), Sdk(typeof(Protocol.ModuleIdentity)), Sdk(typeof(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions)), Sdk(typeof(Microsoft.Extensions.Hosting.IHostApplicationBuilder))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new EdgeModuleGenerator().AsSourceGenerator()], parseOptions: Parse,
            driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        Run(_compilation);
    }

    public GeneratorDriverRunResult Result { get; private set; } = null!;

    /// <summary>What the compiler and the generator say about the author's code with the generated code.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; private set; } = [];

    /// <summary>The code for the author's modules.</summary>
    public string Generated => Result.GeneratedTrees.Single(tree => !IsContract(tree)).ToString();

    /// <summary>The contract, as the build would write it; null where there is none.</summary>
    public JsonObject? Contract => Result.GeneratedTrees.SingleOrDefault(IsContract) is { } tree ? JsonNode.Parse(tree.ToString().Split("\"\"\"")[1])!.AsObject() : null;

    /// <summary>Runs again with one more file.</summary>
    public void RunWith(string otherSource) => Run(_compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(otherSource, Parse)));

    private static bool IsContract(SyntaxTree tree) => tree.FilePath.EndsWith("module.contract.g.cs", StringComparison.Ordinal);

    private void Run(CSharpCompilation compilation)
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        Result = _driver.GetRunResult();
        Problems = [.. diagnostics, .. output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }

    private static PortableExecutableReference Sdk(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
