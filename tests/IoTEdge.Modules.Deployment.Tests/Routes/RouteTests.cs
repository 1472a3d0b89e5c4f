using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class RouteTests
{
    [Fact]
    public void Route_FromModuleToInput_HasBothEnds()
    {
        var route = Route.Parse("r", "FROM /messages/modules/sensor/outputs/temp INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")", 3, 60);

        route.Source.Path.Should().Be("/messages/modules/sensor/outputs/temp");
        route.Source.ModuleId.Should().Be("sensor");
        route.Sink.Should().Be(new ModuleInputSink("filter", "in"));
        route.Priority.Should().Be(3);
        route.TimeToLiveSeconds.Should().Be(60);
    }

    [Fact]
    public void Route_WithoutNumbers_HasTheLowestPriorityAndTheHubsTimeToLive()
    {
        var route = Route.Parse("r", "FROM /* INTO $upstream", timeToLiveSeconds: 0);

        route.Priority.Should().Be(2_000_000_000);
        route.TimeToLiveSeconds.Should().BeNull();
        route.Source.ModuleId.Should().BeNull();
    }

    [Theory]
    [InlineData("select * from /* into $UPSTREAM")]
    [InlineData("SELECT *\nFROM /* INTO\t$upstream")]
    public void Route_InAnyCaseAndLayout_IsRead(string text) =>
        Route.Parse("r", text).Sink.Should().BeOfType<UpstreamSink>();

    [Fact]
    public void Route_WithoutBlanksBetweenWords_IsRefused()
    {
        // "SELECT*FROM" is one name: words need blanks around them, punctuation does not.
        var act = () => Route.Parse("r", "SELECT*FROM /* INTO $upstream");
        act.Should().Throw<RouteException>().Which.Position.Should().Be(1);
    }

    [Theory]
    [InlineData("FROM /* WHERE temp = 'x INTO y' INTO $upstream", "temp = 'x INTO y'")]
    [InlineData("FROM /* WHERE(true)INTO $upstream", "(true)")]
    // The asterisk of the source opens a comment, which the next "*/" ends: edgeHub sees no condition here.
    [InlineData("FROM /messages/* WHERE p = 'x' /* why */ INTO $upstream", null)]
    [InlineData("FROM /messages WHERE a /* INTO */ = '1' INTO $upstream", "a /* INTO */ = '1'")]
    public void Route_WithCondition_KeepsItsText(string text, string? condition) =>
        Route.Parse("r", text).Condition?.Text.Should().Be(condition);

    [Theory]
    [InlineData("FROM /messages/* INTO $upstream WHERE a = 'b'", "WHERE a = 'b'")]
    [InlineData("FROM /messages/* INTO BrokeredEndpoint('/modules/m/inputs/i') ; ", ";")]
    [InlineData("FROM /messages INTO $upstream /* all */ ", null)]
    public void Route_WithTextAfterTheSink_KeepsItAndIgnoresIt(string text, string? ignored)
    {
        var route = Route.Parse("r", text);

        route.IgnoredText.Should().Be(ignored);
        route.Condition.Should().BeNull();
    }

    [Theory]
    [InlineData("", 1, "expected FROM")]
    [InlineData("FROM", 5, "found the end")]
    [InlineData("FROM messages/* INTO $upstream", 6, "begins with /")]
    [InlineData("FROM /messages/ INTO $upstream", 17, "word of the route language")]
    [InlineData("FROM /messages/modules/123/* INTO $upstream", 24, "is a number")]
    [InlineData("FROM /messages/modules/e5/* INTO $upstream", 24, "is a number")]
    [InlineData("FROM /messages/modules/not/* INTO $upstream", 24, "word of the route language")]
    [InlineData("FROM /messages/modules/a[0]/* INTO $upstream", 24, "expected a name")]
    [InlineData("FROM /messages/* WHERE INTO $upstream", 24, "a condition after WHERE")]
    [InlineData("FROM /messages/* INTO upstream", 31, "( after upstream")]
    [InlineData("FROM /messages/* INTO $downstream", 23, "$downstream is no sink")]
    [InlineData("FROM /messages/* INTO Endpoint(\"/modules/a/inputs/b\")", 23, "Endpoint is no sink")]
    [InlineData("FROM /messages/* INTO BrokeredEndpoint(\"/modules/a\")", 40, "names no input")]
    [InlineData("FROM /messages/* INTO BrokeredEndpoint(\"/modules/a/inputs/b)", 40, "without its closing quote")]
    [InlineData("FROM /messages/* INTO BrokeredEndpoint(\"/modules/a/inputs/b\"", 61, ") after the input")]
    public void Route_WithAMistake_SaysWhereAndWhatToDo(string text, int position, string why)
    {
        var error = ((Action)(() => Route.Parse("r1", text))).Should().Throw<RouteException>().Which;

        error.Position.Should().Be(position);
        error.Why.Should().Contain(why);
        error.Remedy.Should().NotBeEmpty();
        error.Message.Should().StartWith($"Route 'r1' is not valid at character {position}:");
        error.Text.Should().Be(text);
    }

    [Theory]
    [InlineData(-1L, null, "priority is -1")]
    [InlineData(10L, null, "priority is 10")]
    [InlineData(null, -1L, "timeToLiveSecs is -1")]
    [InlineData(null, 4294967296L, "timeToLiveSecs is 4294967296")]
    public void Route_WithANumberOutOfItsLimits_IsRefused(long? priority, long? timeToLive, string why)
    {
        var act = () => Route.Parse("r", "FROM /* INTO $upstream", priority, timeToLive);
        act.Should().Throw<RouteException>().Which.Why.Should().Contain(why);
    }
}
