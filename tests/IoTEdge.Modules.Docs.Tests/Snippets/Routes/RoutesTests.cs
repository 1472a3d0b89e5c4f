using System.Text;
using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Routes;

/// <summary>The page's code does what the page says.</summary>
public sealed class RoutesTests
{
    private const string Manifest = """
        {"modulesContent":{
        "$edgeAgent":{"properties.desired":{"modules":{"boiler":{},"filter":{}}}},
        "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{
        "hot":"FROM /messages/modules/boiler/* WHERE $body.celsius > 70 INTO BrokeredEndpoint('/modules/filter/inputs/readings')",
        "all":"FROM /messages/modules/* INTO $upstream"},
        "storeAndForwardConfiguration":{"timeToLiveSecs":7200}}}}}
        """;

    [Fact]
    public void Lint_OfAManifest_TellsWhatIsWrong()
    {
        var lines = new List<string>();
        var manifestJson = Manifest;
        var contractJson = Encoding.UTF8.GetBytes("""{"formatVersion":1,"modules":[{"name":"TankFilter","inputs":[{"name":"readings"}],"outputs":[]}]}""");

        #region routes-lint
        var contracts = new Dictionary<string, ModuleOffer> { ["filter"] = ModuleOffer.Parse(contractJson)[0] };

        foreach (var finding in RouteLint.Check(manifestJson, contracts))
        {
            lines.Add(finding.ToString());
        }
        #endregion

        lines.Should().HaveCount(2);
        lines.Should().ContainSingle(line => line.StartsWith("RTE007 Warning line 4", StringComparison.Ordinal));
        lines.Should().ContainSingle(line => line.StartsWith("RTE013 Hint", StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_OfAMessage_TellsWhereItGoesAndWhy()
    {
        var desiredProperties = Manifest[(Manifest.IndexOf("{\"schemaVersion", StringComparison.Ordinal))..^3];

        #region routes-explain
        var configuration = HubConfiguration.Parse(Encoding.UTF8.GetBytes(desiredProperties)).Configuration!;
        using var message = new RouteMessage(
            MessageSource.Module("boiler", "readings"),
            Encoding.UTF8.GetBytes("""{ "sensor": "boiler-17" }"""),
            properties: null,
            systemProperties: new Dictionary<string, string?> { ["contentType"] = "application/json", ["contentEncoding"] = "utf-8" });

        var explanation = configuration.Explain(message).ToString();
        #endregion

        var page = Markdown.MarkdownPage.Read("docs/guides/routes.md");
        page.Blocks.Should().ContainSingle(block => block.Mark == "explanation").Which.Text.Should().Be(explanation.TrimEnd());
    }

    [Fact]
    public void Condition_Alone_IsEvaluated()
    {
        using var message = new RouteMessage(MessageSource.Device, default, new Dictionary<string, string?> { ["level"] = "3" }, null);

        #region routes-condition
        var condition = RouteCondition.Parse("as_number(level) > 2");
        var holds = condition.Evaluate(message); // true, false, or null where it is undefined
        #endregion

        holds.Should().BeTrue();
    }
}
