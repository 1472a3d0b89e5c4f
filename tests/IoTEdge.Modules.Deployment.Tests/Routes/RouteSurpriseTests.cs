using System.Text;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

/// <summary>What surprises at edgeHub's routes, one test for each row of docs/reference/compatibility.md.</summary>
public sealed class RouteSurpriseTests
{
    private const string Body = """{"celsius":26,"text":"low","flag":true,"nothing":null,"time":"2026-11-23T07:00:00Z","day":"2026-11-23"}""";

    [Theory]
    [InlineData("$body.none > 25", true)]
    [InlineData("$body.none != 25", true)]
    [InlineData("$body.none > 'z'", true)]
    [InlineData("$body.none = null", true)]
    [InlineData("$body.none < 25", false)]
    [InlineData("$body.none = 25", false)]
    public void MissingMember_Compared_IsMoreThanAnything(string condition, bool expected) => Evaluate(condition).Should().Be(expected);

    [Theory]
    [InlineData("$body.text > 25", true)]
    [InlineData("$body.flag < 25", true)]
    [InlineData("$body.text < 25", false)]
    [InlineData("$body.celsius = '26'", false)]
    public void BodyValue_OfAnotherType_IsOrderedByType(string condition, bool expected) => Evaluate(condition).Should().Be(expected);

    [Fact]
    public void IsDefined_OfAMissingMember_IsTrue()
    {
        Evaluate("is_defined($body.none)").Should().BeTrue();
        Evaluate("is_defined($body.none)", contentType: "text/plain").Should().BeFalse();
        Evaluate("is_defined(none)").Should().BeFalse();
    }

    [Fact]
    public void IsNull_OfTheBody_IsTrueOfWhatIsThere()
    {
        Evaluate("is_null($body.none)").Should().BeFalse();
        Evaluate("is_null($body.nothing)").Should().BeTrue();
        Evaluate("is_null($body.celsius)").Should().BeTrue();
    }

    [Fact]
    public void Date_InTheBody_IsUndefined()
    {
        Evaluate("$body.time > '2025'").Should().BeNull();
        Evaluate("is_defined($body.time)").Should().BeFalse();
        Evaluate("$body.day > '2025'").Should().BeTrue();
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "utf-8", null)]
    [InlineData("application/json", null, null)]
    [InlineData("application/json", "utf8", null)]
    [InlineData("Application/JSON", "UTF-8", true)]
    public void ContentType_WithACharset_HidesTheBody(string contentType, string? contentEncoding, bool? expected) =>
        Evaluate("$body.celsius > 25", contentType, contentEncoding).Should().Be(expected);

    [Fact]
    public void Operator_WithoutBlanks_IsPartOfTheName()
    {
        Evaluate("a-b = 'dash'").Should().BeTrue();
        Error("level!=5").Should().Contain("between a text and a number");
        Evaluate("level != 'low'").Should().BeTrue();
    }

    [Fact]
    public void Property_ComparedWithANumber_DoesNotCompile()
    {
        Error("level > 20").Should().Contain("between a text and a number");
        Evaluate("as_number(number) > 20").Should().BeTrue();
    }

    [Fact]
    public void Not_BeforeAComparison_BindsTighter()
    {
        Error("NOT level = 'low'").Should().Contain("NOT is of a text");
        Evaluate("NOT (level = 'low')").Should().BeTrue();
    }

    [Fact]
    public void And_WithABodyValueOnTheRight_DoesNotCompile()
    {
        Error("level = 'high' AND $body.flag").Should().Contain("AND is between a boolean and a value of the body");
        Evaluate("$body.flag AND level = 'high'").Should().BeTrue();
        Evaluate("level = 'high' AND $body.flag = true").Should().BeTrue();
    }

    [Fact]
    public void Remainder_OfABodyValue_DoesNotCompile()
    {
        Error("$body.celsius % 2 = 0").Should().Contain("% does not take values of the body");
        Error("-($body.celsius) < 0").Should().Contain("minus is before a value of the body");
        Evaluate("as_number($body.celsius) % 2 = 0").Should().BeTrue();
    }

    [Fact]
    public void Text_AfterTheSink_IsIgnored()
    {
        var route = Route.Parse("r", "FROM /messages/* INTO $upstream WHERE level = 'low'");

        route.Condition.Should().BeNull();
        route.IgnoredText.Should().Be("WHERE level = 'low'");
        route.Matches(Message()).Should().BeTrue();
    }

    [Fact]
    public void Asterisk_OfASource_OpensAComment()
    {
        Route.Parse("r", "FROM /messages/* WHERE level = 'low' /* why */ INTO $upstream").Condition.Should().BeNull();
        Route.Parse("r", "FROM /messages WHERE level = 'low' /* why */ INTO $upstream").Condition!.Text.Should().Be("level = 'low'");
    }

    [Fact]
    public void Asterisk_WithinASource_MatchesNothing() =>
        Route.Parse("r", "FROM /messages/modules/*/outputs/readings INTO $upstream").Matches(Message()).Should().BeFalse();

    [Fact]
    public void Case_CountsForReceiversOnly()
    {
        Route.Parse("r", "FROM /Messages/MODULES/Sensor/outputs/Readings INTO $upstream").Matches(Message()).Should().BeTrue();
        Route.Parse("r", "FROM /* INTO BrokeredEndpoint('/modules/Filter/inputs/in')").Sink
            .Should().NotBe(Route.Parse("r", "FROM /* INTO BrokeredEndpoint('/modules/filter/inputs/in')").Sink);
    }

    [Fact]
    public void True_InCapitals_IsAProperty()
    {
        Evaluate("TRUE").Should().BeNull();
        Evaluate("true").Should().BeTrue();
    }

    [Theory]
    [InlineData("123")]
    [InlineData("and")]
    public void Source_WithANumber_IsRefused(string output)
    {
        var act = () => Route.Parse("r", $"FROM /messages/modules/sensor/outputs/{output} INTO $upstream");
        act.Should().Throw<RouteException>().Which.Remedy.Should().StartWith("Give the module or output");
    }

    [Fact]
    public void CorrelationId_IsCalledCid()
    {
        Evaluate("$cid = 'c1'").Should().BeTrue();
        Evaluate("$correlationId = 'c1'").Should().BeNull();
    }

    private static bool? Evaluate(string condition, string? contentType = "application/json", string? contentEncoding = "utf-8")
    {
        using var message = Message(contentType, contentEncoding);
        return RouteCondition.Parse(condition).Evaluate(message);
    }

    private static string Error(string condition) =>
        ((Action)(() => RouteCondition.Parse(condition))).Should().Throw<RouteException>().Which.Why;

    private static RouteMessage Message(string? contentType = "application/json", string? contentEncoding = "utf-8") => new(
        MessageSource.Module("sensor", "readings"),
        Encoding.UTF8.GetBytes(Body),
        new Dictionary<string, string?> { ["level"] = "high", ["number"] = "42", ["a-b"] = "dash" },
        new Dictionary<string, string?> { ["cid"] = "c1", ["contentType"] = contentType, ["contentEncoding"] = contentEncoding });
}
