using System.Text;
using CsCheck;
using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Tests.Manifests;

namespace IoTEdge.Modules.Deployment.Tests.Lint;

/// <summary>Each code with a bad and a good example is tested with docs/reference/route-lint.md; here is what lies between.</summary>
public sealed class RouteLintTests
{
    private const string Modules = """{"a":{},"b":{},"c":{}}""";

    [Theory]
    [InlineData("$body.t > 25", "RTE007")]
    [InlineData("25 < $body.t", "RTE007")]
    [InlineData("$body.t != 25", "RTE007")]
    [InlineData("$body.t > 'x'", "RTE007")]
    [InlineData("NOT ($body.t < 25)", "RTE007")]
    [InlineData("NOT ($body.t = 25)", "RTE007")]
    [InlineData("p = 'x' OR $body.t >= 25", "RTE007")]
    [InlineData("{$body.t} >= 25", "RTE007")]
    [InlineData("$body.t < 25")]
    [InlineData("$body.t = 25")]
    [InlineData("NOT ($body.t > 25)")]
    [InlineData("is_number($body.t) AND $body.t > 25")]
    [InlineData("$body.t > 25 AND is_number($body.t)")]
    [InlineData("$body.t != null AND $body.t > 25")]
    [InlineData("$body.t > 25 AND $body.t < 100")]
    [InlineData("as_number($body.t) > 25")]
    [InlineData("is_bool($body.t) AND $body.t = true")]
    [InlineData("false AND $body.t > 25", "RTE008")]
    public void Condition_ThatAMissingMemberMeets_IsFoundUnlessTheConditionAsksForIt(string condition, params string[] codes) =>
        Codes($"FROM /messages/modules/a/* WHERE {condition} INTO $upstream").Except(["RTE013"]).Should().Equal(codes);

    [Theory]
    [InlineData("true", "RTE009")]
    [InlineData("1 = 1", "RTE009")]
    [InlineData("'a' = 'b'", "RTE008")]
    [InlineData("undefined", "RTE008")]
    [InlineData("null", "RTE008")]
    [InlineData("level", "RTE008")]
    [InlineData("length(level)", "RTE008")]
    [InlineData("level = 'x' AND false", "RTE008")]
    [InlineData("level = 'x' OR NOT false", "RTE009")]
    [InlineData("e5 = e5", "RTE008")]
    [InlineData("is_defined(level) OR NOT is_defined(level)")]
    [InlineData("level = 'x' ?? true")]
    public void Condition_ThatDoesNotDependOnTheMessage_IsFound(string condition, params string[] codes) =>
        Codes($"FROM /messages/modules/a/* WHERE {condition} INTO $upstream").Should().Equal(codes);

    [Theory]
    [InlineData("temp-5 = 'x'", "RTE006")]
    [InlineData("a||b = 'x'", "RTE006")]
    [InlineData("a*b = 'x'", "RTE006")]
    [InlineData("a-b = 'x'")]
    [InlineData("x-ms-id2 = 'x'")]
    public void Name_WithAnOperator_IsFoundWhereItIsHardlyAName(string condition, params string[] codes) =>
        Codes($"FROM /messages/modules/a/* WHERE {condition} INTO $upstream").Should().Equal(codes);

    [Theory]
    [InlineData("/messages/modules/a/outputs/x/*", true)]
    [InlineData("/messages/modules/A/OUTPUTS", true)]
    [InlineData("/*", true)]
    [InlineData("/twinChangeNotifications/*", true)]
    [InlineData("/messages/modules/a/inputs/x", false)]
    [InlineData("/twinChangeNotifications/x", false)]
    [InlineData("/deviceLifecycleEvents/*", false)]
    public void Source_ThatNoMessageHas_IsFound(string source, bool isKnown) =>
        Codes($"FROM {source} INTO $upstream").Should().Equal(isKnown ? [] : ["RTE016"]);

    [Fact]
    public void Routes_ThatCoverEachOther_AreFoundOnce() =>
        Codes("FROM /messages/* INTO $upstream", "FROM /messages INTO $upstream").Should().Equal("RTE021");

    [Theory]
    [InlineData("""{"route":"FROM /messages/modules/a/* INTO $upstream","priority":1}""", """{"route":"FROM /messages/* INTO $upstream","priority":5}""")]
    [InlineData("""{"route":"FROM /messages/* WHERE x = 'y' INTO $upstream"}""", """{"route":"FROM /messages/modules/a/* INTO $upstream"}""")]
    public void Routes_ThatDifferInWhatTheyDo_AreNotShadowed(string first, string second) =>
        Check($$$"""{"r1":{{{first}}},"r2":{{{second}}}}""").Should().BeEmpty();

    [Fact]
    public void Circle_OfThreeModules_IsToldOnceWithItsRoutes()
    {
        var findings = Check(Routes(To("a", "b"), To("b", "c"), To("c", "a")));

        findings.Should().ContainSingle().Which.Reason.Should().Be("Messages may go round: a -> b -> c -> a, by 'r0', 'r1', 'r2'.");
    }

    [Fact]
    public void Circle_ThatAConditionOpens_IsNoCircle()
    {
        Codes("FROM /messages/* INTO BrokeredEndpoint('/modules/a/inputs/i')").Should().Equal("RTE022");
        Codes("FROM /messages/* WHERE $connectionModuleId != 'a' INTO BrokeredEndpoint('/modules/a/inputs/i')").Should().BeEmpty();
    }

    [Fact]
    public void Finding_InARoute_SaysWhere()
    {
        var finding = Check(Routes("FROM /messages WHERE x = 'y' AND level!='z' INTO $upstream")).Should().ContainSingle().Subject;

        finding.Path.Should().Be("$.modulesContent['$edgeHub']['properties.desired'].routes.r0");
        finding.Column.Should().Be(34);
        finding.ToString().Should().StartWith("RTE006 Warning line ").And.Contain("character 34: 'level!' is one name");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"modulesContent":{"$edgeHub":5}}""")]
    [InlineData("""{"modulesContent":{"$edgeHub":{"properties.desired":{"routes":{"a":5,"b":null,"c":{"route":7}}}}}}""")]
    public void Manifest_ThatIsBroken_HasNoFindings(string manifest) => RouteLint.Check(manifest).Should().BeEmpty();

    [Fact]
    public void Manifest_WithAnyByteChanged_IsLookedAtWithoutAnException()
    {
        var document = Encoding.UTF8.GetBytes(ManifestText.With(routes: """{"r":"FROM /messages/modules/a/* WHERE $body.t > 25 AND NOT (p = 'x') INTO BrokeredEndpoint('/modules/a/inputs/i')"}""", modules: Modules));
        Gen.Select(Gen.Int[0, document.Length - 1], Gen.Byte).Sample((index, value) =>
        {
            byte[] changed = [.. document];
            changed[index] = value;
            RouteLint.Check(changed).Should().NotBeNull();
        });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("x")]
    [InlineData("""{"formatVersion":2,"modules":[]}""")]
    [InlineData("""{"formatVersion":1,"modules":[{"name":"m"}]}""")]
    public void Contract_ThatCannotBeRead_SaysSo(string json)
    {
        var act = () => ModuleOffer.Parse(Encoding.UTF8.GetBytes(json));
        act.Should().Throw<FormatException>().Which.Message.Should().Contain("contract");
    }

    private static string To(string sender, string receiver) => $"FROM /messages/modules/{sender}/* INTO BrokeredEndpoint('/modules/{receiver}/inputs/i')";

    private static IEnumerable<string> Codes(params string[] routes) => Check(Routes(routes)).Select(finding => finding.Rule.Code);

    private static string Routes(params string[] routes) => "{" + string.Join(',', routes.Select((route, index) => $"\"r{index}\":\"{route}\"")) + "}";

    private static IReadOnlyList<LintFinding> Check(string routes) => RouteLint.Check(ManifestText.With(routes: routes, modules: Modules));
}
