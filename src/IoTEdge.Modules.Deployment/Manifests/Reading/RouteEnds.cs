using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Finds routes from or to modules that the manifest does not have: edgeHub takes them and loses or keeps their messages silently.</summary>
internal static class RouteEnds
{
    public static void Check(IEnumerable<(Route Route, JsonNodeAt At)> routes, IReadOnlyCollection<string> modules, ProblemList problems)
    {
        var remedy = modules.Count == 0 ? "The manifest has no modules." : $"Name one of: {string.Join(", ", modules)}.";
        foreach (var (route, at) in routes)
        {
            // A source is compared in any case; the receiver is an identity, whose case counts.
            if (route.Source.ModuleId is { } sender && !modules.Contains(sender, StringComparer.OrdinalIgnoreCase))
                problems.Error(at, $"The route '{route.Name}' takes from the module '{sender}', which is not in the manifest.", remedy);
            if (route.Sink is ModuleInputSink { ModuleId: var receiver } && !modules.Contains(receiver, StringComparer.Ordinal))
                problems.Error(at, $"The route '{route.Name}' leads to the module '{receiver}', which is not in the manifest.", remedy);
        }
    }
}
