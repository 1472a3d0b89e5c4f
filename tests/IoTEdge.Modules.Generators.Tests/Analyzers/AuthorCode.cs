using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

/// <summary>Source texts compiled as an author's project, with the SDK referenced.</summary>
internal static class AuthorCode
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using IoTEdge.Modules;
        """;

    public static CSharpParseOptions Parse { get; } = new(LanguageVersion.Preview);

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static MetadataReference[] References { get; } = [.. Net100.References.All, Sdk(typeof(EdgeModuleBase)), Sdk(typeof(Protocol.ModuleIdentity))];

    public static CSharpCompilation Compile(string source) =>
        CSharpCompilation.Create("Author", [CSharpSyntaxTree.ParseText(Usings, Parse), CSharpSyntaxTree.ParseText(source, Parse, path: "Author.cs")], References, Options);

    private static PortableExecutableReference Sdk(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
