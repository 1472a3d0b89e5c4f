using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class RouteEdgeHubTests
{
    // edgeHub takes these and ignores what follows the sink; we refuse them on purpose.
    private static readonly string[] RefusedByUs = ["FROM /messages/* INTO $upstream extra words"];

    public static TheoryData<string, string?, string?> Cases()
    {
        var cases = new TheoryData<string, string?, string?>();
        foreach (var (text, source, sink) in EdgeHubRoutes.All()) cases.Add(text, source, sink);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Route_AsEdgeHubReadsIt_IsReadTheSame(string text, string? source, string? sink)
    {
        var act = () => Route.Parse("r", text);
        if (source is null || RefusedByUs.Contains(text))
        {
            act.Should().Throw<RouteException>().Which.Remedy.Should().NotBeEmpty();
            return;
        }

        var route = act();
        route.Source.Prefix.Should().Be(source);
        (route.Sink is ModuleInputSink input ? $"{input.ModuleId}/{input.Input}" : route.Sink.ToString()).Should().Be(sink);
        route.Condition.Should().BeNull();
    }
}
