using System.Xml.Linq;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>Which project may know which: the SDK and the runtime meet on the wire only.</summary>
public sealed class DirectionTests
{
    [Theory]
    [InlineData("IoTEdge.Modules.Protocol")]
    [InlineData("IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules", "IoTEdge.Modules.Protocol")]
    [InlineData("IoTEdge.Modules.NewtonsoftJson", "IoTEdge.Modules")]
    [InlineData("IoTEdge.Modules.Prometheus", "IoTEdge.Modules")]
    [InlineData("IoTEdge.Modules.Hub", "IoTEdge.Modules.Protocol", "IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules.Runtime", "IoTEdge.Modules.Protocol", "IoTEdge.Modules.Deployment", "IoTEdge.Modules.Hub")]
    public void Assembly_References_OnlyWhatItMayKnow(string name, params string[] mayKnow) =>
        References(name).Where(reference => reference.StartsWith(Product.Prefix, StringComparison.Ordinal)).Should().BeSubsetOf(mayKnow);

    [Theory]
    [InlineData("IoTEdge.Modules.Protocol")]
    [InlineData("IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules", "Microsoft.Data.Sqlite", "Microsoft.Extensions.", "Polly.Core")]
    [InlineData("IoTEdge.Modules.NewtonsoftJson", "Newtonsoft.Json")]
    [InlineData("IoTEdge.Modules.Prometheus", "Microsoft.Extensions.", "Prometheus.NetStandard")]
    [InlineData("IoTEdge.Modules.Hub", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("IoTEdge.Modules.Runtime", "Microsoft.Extensions.", "Microsoft.AspNetCore", "Amqp.Net", "Microsoft.Data.Sqlite", "SQLitePCLRaw.core")]
    public void Assembly_References_OnlyTheseLibraries(string name, params string[] libraries) =>
        References(name).Where(reference => !reference.StartsWith(Product.Prefix, StringComparison.Ordinal))
            .Should().OnlyContain(reference => PlatformAssembly.Is(reference) || libraries.Any(library => reference.StartsWith(library, StringComparison.Ordinal)));

    // A reference that no code uses yet is in no assembly, but is in the project.
    [Theory]
    [InlineData("IoTEdge.Modules.Protocol")]
    [InlineData("IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules.Generators")]
    [InlineData("IoTEdge.Modules.CodeFixes")]
    [InlineData("IoTEdge.Modules", "IoTEdge.Modules.Protocol", "IoTEdge.Modules.Generators", "IoTEdge.Modules.CodeFixes")]
    [InlineData("IoTEdge.Modules.NewtonsoftJson", "IoTEdge.Modules")]
    [InlineData("IoTEdge.Modules.Prometheus", "IoTEdge.Modules")]
    [InlineData("IoTEdge.Modules.DevicesClient", "IoTEdge.Modules", "IoTEdge.Modules.DevicesClient.Reference")]
    [InlineData("IoTEdge.Modules.Hub", "IoTEdge.Modules.Protocol", "IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules.Runtime", "IoTEdge.Modules.Hub")]
    public void Project_References_OnlyWhatItMayKnow(string name, params string[] mayKnow) =>
        Items($"src/{name}/{name}.csproj", "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Should().BeSubsetOf(mayKnow);

    // The compiler loads the generators, an editor the code fixes, and nobody here can load Microsoft's client.
    [Fact]
    public void Projects_OfSrc_AreAllCoveredHere() =>
        SourceFiles.Find("*.csproj", "src").Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo([.. Product.Assemblies.Select(assembly => assembly.GetName().Name), "IoTEdge.Modules.Generators", "IoTEdge.Modules.CodeFixes", "IoTEdge.Modules.DevicesClient"]);

    [Fact]
    public void Internals_OfSrc_AreVisibleToTestsOnly()
    {
        foreach (var project in SourceFiles.Find("*.csproj", "src"))
            Items(project, "InternalsVisibleTo").Where(name => name != $"{Path.GetFileNameWithoutExtension(project)}.Tests").Should().BeEmpty($"{project} may open itself to its tests only");
    }

    private static IEnumerable<string> References(string name) => Product.Find(name).GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Parse(SourceFiles.Read(project)).Descendants(item).Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'));
}
