using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/route-lint.md has every code, and its examples are found, or are not, as it says.</summary>
public sealed class RouteLintTests
{
    private const string Contracts = """
        {"formatVersion":1,"modules":[
        {"name":"sensor","inputs":[],"outputs":[{"name":"readings","payload":{"$ref":"#/$defs/Reading"}},{"name":"alerts"}]},
        {"name":"filter","inputs":[{"name":"readings"}],"outputs":[{"name":"alerts"}]},
        {"name":"display","inputs":[{"name":"show"}],"outputs":[]}],
        "$defs":{"Reading":{"type":"object","properties":{"celsius":{"type":"number"},"note":{"type":["string","null"]}}}}}
        """;

    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/reference/route-lint.md");

    public static TheoryData<string> Codes => [.. LintRules.All.Select(rule => rule.Code)];

    [Fact]
    public void Page_Table_HasEachCodeWithItsSeverityAndTitle() =>
        Page.Lines.Where(line => line.StartsWith("| [RTE", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|')[1..4].Select(cell => cell.Trim().Split(']')[0].TrimStart('['))))
            .Should().Equal(LintRules.All.Select(rule => $"{rule.Code}|{rule.Severity.ToString().ToLowerInvariant()}|{rule.Title}"));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Page_Section_HasAnExampleThatIsFoundAndOneThatIsClean(string code)
    {
        var rule = LintRules.All.Single(candidate => candidate.Code == code);
        var heading = Array.IndexOf(Page.Lines, $"## {code}: {rule.Title}");
        heading.Should().BePositive("there must be a section of the code");
        var end = Array.FindIndex(Page.Lines, heading + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        var examples = Page.Blocks.Where(block => block.Line > heading && (end < 0 || block.Line <= end)).ToArray();
        examples.Select(block => block.Mark).Should().Equal("found", "clean");

        Lint(examples[0].Text).Should().Contain(finding => finding.Rule == rule, "{0} says so", examples[0]);
        // An example need not lead everywhere, unless that is what it is about.
        Lint(examples[1].Text).Where(finding => finding.Rule == rule || finding.Rule.Code is not ("RTE023" or "RTE024")).Should().BeEmpty("{0} says so", examples[1]);
    }

    private static IReadOnlyList<LintFinding> Lint(string routes)
    {
        var json = new JsonObject();
        foreach (var route in routes.Split('\n')) json[$"r{json.Count}"] = route;
        var manifest = $$$"""
            {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"modules":{"sensor":{},"filter":{},"display":{},"other":{},"spare":{"status":"stopped"} } } },
            "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{{{json.ToJsonString()}}} } } } }
            """;
        return RouteLint.Check(manifest, ModuleOffer.Parse(Encoding.UTF8.GetBytes(Contracts)).ToDictionary(offer => offer.Name));
    }
}
