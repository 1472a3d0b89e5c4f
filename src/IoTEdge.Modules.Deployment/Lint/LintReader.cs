using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Manifests.Reading;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>Reads of a manifest what routes are about, and goes on past everything that is broken.</summary>
internal static class LintReader
{
    /// <summary>The routes and modules, with a finding for each route that cannot be read; null where there is nothing to look at.</summary>
    public static LintContext? Read(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, ModuleOffer> contracts)
    {
        if (ReadTree(json) is not { Kind: JsonValueKind.Object } root) return null;
        var content = (root["content"] is { Kind: JsonValueKind.Object } wrapped ? wrapped : root)["modulesContent"];
        var routes = new List<LintRoute>();
        var broken = new List<(JsonNodeAt At, RouteException Error)>();
        foreach (var (name, value) in Desired(content, "$edgeHub")?["routes"]?.Members ?? [])
            ReadRoute(name, value, routes, broken);
        var modules = (Desired(content, "$edgeAgent")?["modules"]?.Members ?? []).DistinctBy(module => module.Name)
            .Select(module => new LintModule(module.Name, module.Value, contracts.GetValueOrDefault(module.Name))).ToList();
        var context = new LintContext(routes, modules);
        foreach (var (at, error) in broken)
            context.Add(LintRules.Unreadable, at, error.Position, $"The route '{error.RouteName}' cannot be read: {error.Why}", error.Remedy);
        return context;
    }

    /// <summary>A route that comes from no document, as if it stood in one of its own.</summary>
    public static LintRoute Wrap(Route route) => new(route, new JsonNodeAt(JsonPath.Member("$.routes", route.Name), 0, JsonValueKind.String, route.Text));

    private static JsonNodeAt? ReadTree(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonTree.Read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNodeAt? Desired(JsonNodeAt? content, string name) =>
        content?[name] is { } entry ? new TwinReader(new ProblemList()).ReadDesired(entry) : null;

    private static void ReadRoute(string name, JsonNodeAt value, List<LintRoute> routes, List<(JsonNodeAt, RouteException)> broken)
    {
        var text = value.Kind == JsonValueKind.Object ? value["route"] : value;
        if (text is not { Kind: JsonValueKind.String }) return;
        var members = new MemberReader(new ProblemList());
        var (priority, timeToLive) = value.Kind == JsonValueKind.Object
            ? (members.Integer(value, "priority", 0, Route.MaxPriority), members.Integer(value, "timeToLiveSecs", 0, uint.MaxValue))
            : (null, null);
        try
        {
            routes.Add(new LintRoute(Route.Parse(name, text.Text, priority, timeToLive), text));
        }
        catch (RouteException error)
        {
            broken.Add((text, error));
        }
    }
}
