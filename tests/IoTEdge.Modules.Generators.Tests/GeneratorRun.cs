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
            [.. Net100.References.All, Sdk(typeof(EdgeModuleBase)), Sdk(typeof(Protocol.ModuleIdentity)), Sdk(typeof(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new EdgeModuleGenerator().AsSourceGenerator()], parseOptions: Parse,
            driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        Run(_compilation);
    }

    public GeneratorDriverRunResult Result { get; private set; } = null!;

    /// <summary>What the compiler and the generator say about the author's code with the generated code.</summary>
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
}
