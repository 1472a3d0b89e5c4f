using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Finds what edgeHub takes without a word: conditions that it cannot compile, and text after the sink that it does not look at.</summary>
internal static class RouteConditions
{
    public static void Check(IEnumerable<(Route Route, JsonNodeAt At)> routes, ProblemList problems)
    {
        foreach (var (route, at) in routes)
        {
            if (route.Condition?.Error is { } error)
                problems.Error(at, $"The condition of the route '{route.Name}' is not valid at character {error.Position}: {error.Why} edgeHub reports 200 for it and applies none of the routes.", error.Remedy);
            if (route.IgnoredText is { } ignored)
                problems.Warning(at, $"In the route '{route.Name}' edgeHub ignores what stands after the sink: {ignored}.", "Remove it; a condition stands before INTO.");
        }
    }
}
