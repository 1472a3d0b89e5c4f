using System.Text.Json;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Tests.Routes.Vectors;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

/// <summary>Routes, and what edgeHub 1.6.1 made of them.</summary>
public sealed class RouteVectorTests
{
    [Fact]
    public void Route_AsEdgeHubReadsIt_IsReadTheSame() =>
        VectorFile.Failures(VectorFile.Routes.Where(vector => vector.Verb == "route"), vector =>
        {
            var expected = vector.Result == "error" ? "error" : Describe(vector.Out);
            var actual = Describe(vector.Text("route"));
            return actual == expected ? null : $"{actual} instead of {expected}:";
        }).Should().BeEmpty();

    [Fact]
    public void Message_AsEdgeHubRoutesIt_IsRoutedTheSame() =>
        VectorFile.Failures(VectorFile.Routes.Where(vector => vector.Verb == "match"), vector =>
        {
            var expected = string.Join(", ", vector.Out.GetProperty("endpoints").EnumerateArray().Select(DescribeEndpoint).Order());
            using var message = vector.Message();
            var actual = string.Join(", ", RouteSet(vector).Where(route => route.Matches(message))
                .GroupBy(route => route.Sink)
                .Select(group => group.MinBy(route => route.Priority)!)
                .Select(route => $"{Describe(route.Sink)} {route.Priority} {route.TimeToLiveSeconds ?? 0}")
                .Order());
            return actual == expected ? null : $"'{actual}' instead of '{expected}':";
        }).Should().BeEmpty();

    private static IEnumerable<Route> RouteSet(Vector vector) =>
        vector.In.GetProperty("routes").EnumerateObject().Select(route => route.Value.ValueKind == JsonValueKind.String
            ? Route.Parse(route.Name, route.Value.GetString()!)
            : Route.Parse(route.Name, route.Value.GetProperty("route").GetString()!, Number(route.Value, "priority"), Number(route.Value, "timeToLiveSecs")));

    private static long? Number(JsonElement route, string name) => route.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static string Describe(string text)
    {
        try
        {
            var route = Route.Parse("r", text);
            return $"{(route.Condition?.Error is null ? "ok" : "condition_error")} {route.Source.Prefix} WHERE {route.Condition?.Text ?? "true"} {Describe(route.Sink)}";
        }
        catch (RouteException)
        {
            return "error";
        }
    }

    private static string Describe(JsonElement output) =>
        $"{output.GetProperty("result")} {output.GetProperty("source")} WHERE {output.GetProperty("condition")} {output.GetProperty("endpoint").GetProperty("id")}";

    private static string DescribeEndpoint(JsonElement endpoint) =>
        $"{endpoint.GetProperty("id")} {endpoint.GetProperty("priority")} {endpoint.GetProperty("timeToLiveSecs")}";

    private static string Describe(RouteSink sink) => sink is ModuleInputSink input ? $"dev/{input.ModuleId}/{input.Input}" : "iothub";
}
