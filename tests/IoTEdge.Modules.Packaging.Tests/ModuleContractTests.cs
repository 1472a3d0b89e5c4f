using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>module.contract.json in a project that has the package.</summary>
public sealed class ModuleContractTests(PackedPackages packages)
{
    private const string Module = """
        using System.ComponentModel.DataAnnotations;

        public sealed record Opening([property: RegularExpression(@"a;b%41'c\d@(x)$(y)%(z)*")] string Text);

        public sealed partial class Valve : EdgeModuleBase
        {
            [DirectMethod("open")]
            public Opening Open(Opening wanted) => wanted;
        }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Contract_OfAProjectWithThePackage_IsInOutputAndPublishFolderAndWrittenOnce()
    {
        using var project = await ConsumerProject.CreateAsync("Valves", packages, "IoTEdge.Modules", Cancellation);
        await project.WriteAsync("Valve.cs", Module, Cancellation);
        await project.WriteAsync("Program.cs", "Console.WriteLine(nameof(Valve));", Cancellation);
        await project.BuildAsync(Cancellation);
        var file = Path.Combine(Path.GetDirectoryName(project.ProgramPath)!, "module.contract.json");
        var contract = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancellation))!;
        contract["modules"]![0]!["methods"]![0]!["name"]!.GetValue<string>().Should().Be("open");
        contract["$defs"]!["Opening"]!["properties"]!["text"]!["pattern"]!.GetValue<string>().Should().Be("^(?:a;b%41'c\\d@(x)$(y)%(z)*)$", "MSBuild has its own ideas about such characters");

        var written = File.GetLastWriteTimeUtc(file);
        await project.BuildAsync(Cancellation);
        File.GetLastWriteTimeUtc(file).Should().Be(written, "nothing changed");

        await DotnetCommand.RunAsync(project.Folder, Cancellation, "publish", "-o", "published", "-nodeReuse:false", "--disable-build-servers");
        File.Exists(Path.Combine(project.Folder, "published", "module.contract.json")).Should().BeTrue();

        await DotnetCommand.RunAsync(project.Folder, Cancellation, "build", "-o", "without", "-p:EmitModuleContract=false", "-nodeReuse:false", "--disable-build-servers");
        File.Exists(Path.Combine(project.Folder, "without", "module.contract.json")).Should().BeFalse();
    }
}
