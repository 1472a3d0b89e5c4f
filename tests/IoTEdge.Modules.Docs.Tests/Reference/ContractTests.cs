using System.Reflection;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/contract.md tells of the contract that is made of this very assembly.</summary>
public sealed class ContractTests
{
    private static readonly JsonObject Contract = JsonNode.Parse(
        typeof(ContractTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "IoTEdge.Modules.Contract").Value!)!.AsObject();

    [Fact]
    public void Page_Members_AreThoseOfTheFile() => Members(0).Should().Equal(Contract.Select(member => member.Key));

    [Fact]
    public void Page_MembersOfAModule_AreThoseOfTheFile() =>
        Contract["modules"]!.AsArray().SelectMany(module => module!.AsObject().Select(member => member.Key)).Distinct().Should().BeSubsetOf(Members(1)).And.Contain(Members(1));

    [Fact]
    public void File_BesideTheProgram_IsTheContractOfTheAssembly()
    {
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "module.contract.json")));
        JsonNode.DeepEquals(written, Contract).Should().BeTrue("the build writes what the assembly says");
    }

    [Fact]
    public void CopiedContract_OfTheGuide_IsThatOfItsModule()
    {
        var copied = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/IoTEdge.Modules.Docs.Tests/Snippets/Contracts/mixer.contract.json")))!;
        var mixer = Contract["modules"]!.AsArray().Single(module => module!["name"]!.GetValue<string>() == "Mixer");
        JsonNode.DeepEquals(copied["modules"]![0], mixer).Should().BeTrue(mixer!.ToJsonString());
        foreach (var (name, definition) in copied["$defs"]!.AsObject())
            JsonNode.DeepEquals(definition, Contract["$defs"]![name]).Should().BeTrue(Contract["$defs"]![name]?.ToJsonString());
    }

    // The names in the first columns of the page's tables.
    private static string[] Members(int table)
    {
        var lines = MarkdownPage.Read("docs/reference/contract.md").Lines.ToArray();
        var start = lines.Select((line, number) => (line, number)).Where(line => line.line.StartsWith("|---", StringComparison.Ordinal)).ElementAt(table).number + 1;
        return [.. lines.Skip(start).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1])];
    }
}
