using System.Text;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Explaining;

namespace IoTEdge.Modules.Deployment.Tests.Routes.Explaining;

public sealed class MessageExplanationTests
{
    private const string Body = """{"t":26,"text":"low","flag":true,"o":{},"l":[],"time":"2026-11-23T07:00:00Z"}""";

    [Theory]
    [InlineData("$body.t > 25", "$body.t is the number 26: $body.t > 25 is true.")]
    [InlineData("$body.none > 25", "$body.none is missing, which compares as null: null > 25 is true.")]
    [InlineData("$body.text > 25", "$body.text is the text 'low', and a text is more than a number: 'low' > 25 is true.")]
    [InlineData("level = 'high'", "level is the text 'high': level = 'high' is true.")]
    [InlineData("$body.t > 30 AND level = 'high'", "$body.t is the number 26: $body.t > 30 is false.")]
    [InlineData("$body.t > 20 AND level = 'high'", "$body.t is the number 26: $body.t > 20 is true; level is the text 'high': level = 'high' is true.")]
    [InlineData("$body.t > 30 OR level = 'high'", "level is the text 'high': level = 'high' is true.")]
    [InlineData("level = 'high' AND zone = 'a'", "zone is undefined, because the message has no property 'zone': zone = 'a' is undefined.")]
    [InlineData("NOT ($cid = 'c')", "$cid is undefined, because the message has no system property 'cid': $cid = 'c' is undefined.")]
    [InlineData("$body.o = 1", "$body.o is undefined, because it is an object: $body.o = 1 is undefined.")]
    [InlineData("$body.l = 1", "$body.l is undefined, because it is a list: $body.l = 1 is undefined.")]
    [InlineData("$body.time > '2025'", "$body.time is undefined, because it looks like a time, and edgeHub hides those: $body.time > '2025' is undefined.")]
    [InlineData("is_number($body.none)", "$body.none is missing: is_number($body.none) is false.")]
    [InlineData("$body.flag AND level = 'high'", "$body.flag is true; level is the text 'high': level = 'high' is true.")]
    [InlineData("level", "level is the text 'high', which is no boolean: the condition is undefined, whatever the text is.")]
    [InlineData("true", "true is true.")]
    [InlineData("null", "null is null, which counts as false.")]
    [InlineData("empty = ''", "empty is there without a value: empty = '' is undefined.")]
    public void Condition_OfARoute_IsExplainedByWhatDecided(string condition, string reason) =>
        Explain([$"FROM /messages/* WHERE {condition} INTO $upstream"]).Routes.Should().ContainSingle().Which.Reason.Should().Be(reason);

    [Theory]
    [InlineData("text/plain", "utf-8", "its content type is 'text/plain' and its encoding 'utf-8'")]
    [InlineData("application/json", null, "its content type is 'application/json' and its encoding not given")]
    public void Body_ThatIsNotLookedInto_SaysWhy(string contentType, string? contentEncoding, string reason) =>
        Explain(["FROM /messages/* WHERE $body.t > 25 INTO $upstream"], contentType, contentEncoding).Routes[0].Reason.Should().Contain(reason);

    [Fact]
    public void Body_ThatIsNoJson_SaysSo() =>
        Explain(["FROM /messages/* WHERE $body.t > 25 INTO $upstream"], body: "t=26").Routes[0].Reason.Should().Contain("the body is no JSON object");

    [Fact]
    public void Message_WithSeveralRoutes_GoesOnceToEachPlaceWithTheBestPriority()
    {
        var explanation = Explain(
        [
            "FROM /messages/* INTO $upstream",
            "FROM /messages/modules/sensor/* WHERE level = 'high' INTO BrokeredEndpoint('/modules/filter/inputs/in')",
            "FROM /messages/modules/other/* INTO $upstream",
            "FROM /messages/* WHERE level > 5 INTO $upstream",
            "FROM /messages/* WHERE level = 'low' INTO $upstream",
            "FROM /messages/* INTO $upstream WHERE level = 'low'",
        ]);

        explanation.Routes.Select(route => route.Verdict).Should().Equal(
            RouteVerdict.Takes, RouteVerdict.Takes, RouteVerdict.OtherSource, RouteVerdict.ConditionError, RouteVerdict.ConditionFalse, RouteVerdict.Takes);
        explanation.Destinations.Select(destination => destination.ToString()).Should().Equal(
            "$upstream by r0, with priority 0, for 7200 s",
            "BrokeredEndpoint(\"/modules/filter/inputs/in\") by r1, with priority 1, for 7200 s");
        explanation.ToString().Should().Contain("r2 does not take it: it takes from /messages/modules/other/*, and the message comes from /messages/modules/sensor/outputs/readings.")
            .And.Contain("r3 does not take it: its condition cannot be compiled, character 30: > is between a text and a number.")
            .And.Contain("r5 takes it: it takes everything from /messages/*; 'WHERE level = 'low'' stands after the sink and is not looked at.");
    }

    [Fact]
    public void Message_ThatNoRouteTakes_GoesNowhere()
    {
        var explanation = Explain(["FROM /messages/modules/other/* INTO $upstream"]);

        explanation.Destinations.Should().BeEmpty();
        explanation.ToString().Should().EndWith("It goes nowhere: it is acknowledged and dropped.\n");
    }

    private static MessageExplanation Explain(string[] routes, string? contentType = "application/json", string? contentEncoding = "utf-8", string body = Body)
    {
        var configuration = new HubConfiguration([.. routes.Select((route, index) => Route.Parse($"r{index}", route, index))], new StoreAndForward(7200, null));
        using var message = new RouteMessage(
            MessageSource.Module("sensor", "readings"),
            Encoding.UTF8.GetBytes(body),
            new Dictionary<string, string?> { ["level"] = "high", ["empty"] = null },
            new Dictionary<string, string?> { ["contentType"] = contentType, ["contentEncoding"] = contentEncoding });
        return configuration.Explain(message);
    }
}
