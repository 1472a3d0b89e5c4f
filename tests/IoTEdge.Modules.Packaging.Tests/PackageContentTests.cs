namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>What each package holds, and what it needs.</summary>
public sealed class PackageContentTests(PackedPackages packages)
{
    private const string Framework = "net10.0";

    public static TheoryData<string> Ids =>
        ["IoTEdge.Modules", "IoTEdge.Modules.Deployment", "IoTEdge.Modules.Hub", "IoTEdge.Modules.NewtonsoftJson", "IoTEdge.Modules.Prometheus", "IoTEdge.Modules.Protocol", "IoTEdge.Modules.Runtime"];

    [Fact]
    public void Repository_Packed_GivesTheseAndNoOthers() => packages.Ids.Should().Equal(Ids.Select(row => row.Data));

    [Theory, MemberData(nameof(Ids))]
    public void Package_Opened_HasAssemblyDocumentationAndReadme(string id)
    {
        var package = packages.Open(id);
        package.Paths.Should().Contain([$"lib/{Framework}/{id}.dll", $"lib/{Framework}/{id}.xml", "README.md"]);
        package.Texts["README.md"].Should().StartWith($"# {id}\n");
        package.Texts[$"lib/{Framework}/{id}.xml"].Should().Contain("<summary>");
        package.Paths.Where(path => path.EndsWith(".dll", StringComparison.Ordinal) && path.StartsWith("lib/", StringComparison.Ordinal)).Should().ContainSingle();
    }

    [Theory, MemberData(nameof(Ids))]
    public void Package_Opened_SaysWhatItIsAndUnderWhichLicence(string id)
    {
        var package = packages.Open(id);
        package.Value("id").Should().Be(id);
        package.Value("version").Should().Be(packages.Version);
        package.Value("license").Should().Be("MIT");
        package.Value("readme").Should().Be("README.md");
        package.Value("description").Should().NotBeNullOrWhiteSpace().And.NotBe("Package Description");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Symbols_Opened_HavePortableSymbolsOfTheAssembly(string id) =>
        packages.OpenSymbols(id).Paths.Should().Contain($"lib/{Framework}/{id}.pdb");

    [Fact]
    public void Sdk_Opened_CarriesGeneratorCodeFixesAndUsings() =>
        packages.Open("IoTEdge.Modules").Paths.Should().Contain(["analyzers/dotnet/cs/IoTEdge.Modules.Generators.dll", "analyzers/dotnet/cs/IoTEdge.Modules.CodeFixes.dll", "buildTransitive/IoTEdge.Modules.props", "buildTransitive/IoTEdge.Modules.targets"]);

    [Theory]
    [InlineData("IoTEdge.Modules", "IoTEdge.Modules.Protocol", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting", "Polly.Core")]
    [InlineData("IoTEdge.Modules.NewtonsoftJson", "IoTEdge.Modules", "Newtonsoft.Json")]
    [InlineData("IoTEdge.Modules.Prometheus", "IoTEdge.Modules", "prometheus-net")]
    [InlineData("IoTEdge.Modules.Protocol")]
    [InlineData("IoTEdge.Modules.Deployment")]
    [InlineData("IoTEdge.Modules.Hub", "IoTEdge.Modules.Deployment", "IoTEdge.Modules.Protocol", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("IoTEdge.Modules.Runtime", "IoTEdge.Modules.Hub", "AMQPNetLite", "Microsoft.Data.Sqlite")]
    public void Package_Opened_DependsOnTheseAndNoOthers(string id, params string[] dependencies)
    {
        var found = packages.Open(id).Dependencies.ToList();
        found.Select(dependency => dependency.Split(' ')[0]).Should().BeEquivalentTo(dependencies);
        found.Should().NotContain(dependency => dependency.StartsWith("IoTEdge.", StringComparison.Ordinal) && !dependency.EndsWith($" {packages.Version}", StringComparison.Ordinal));
    }

    [Fact]
    public void Runtime_Opened_BringsTheWebFrameworkAndNobodyElseDoes()
    {
        foreach (var id in Ids.Select(row => row.Data))
            packages.Open(id).FrameworkReferences.Should().Equal(id == "IoTEdge.Modules.Runtime" ? ["Microsoft.AspNetCore.App"] : []);
    }
}
