using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads the desired properties of <c>$edgeHub</c>: routes and limits (protocol section 5.5).</summary>
internal sealed class HubReader(ProblemList problems)
{
    private const string StoreAndForwardRemedy = "Add \"storeAndForwardConfiguration\": { \"timeToLiveSecs\": 7200 }.";

    private static readonly Version MaxSchemaVersion = new(1, 3);

    private readonly MemberReader _members = new(problems);

    public static HubConfigurationResult Read(ReadOnlyMemory<byte> json)
    {
        var problems = new ProblemList();
        try
        {
            var root = JsonTree.Read(json);
            DuplicateCheck.Everywhere(root, problems);
            if (!new MemberReader(problems).IsObject(root)) return new HubConfigurationResult(null, problems.InOrder());
            var (routes, storeAndForward) = new HubReader(problems).Read(root);
            return new HubConfigurationResult(new HubConfiguration(routes.ConvertAll(route => route.Route), storeAndForward), problems.InOrder());
        }
        catch (JsonException exception)
        {
            return new HubConfigurationResult(null, [ManifestReader.NoJson(exception)]);
        }
    }

    public (List<(Route Route, JsonNodeAt At)> Routes, StoreAndForward StoreAndForward) Read(JsonNodeAt desired)
    {
        var version = SchemaVersion.Read(desired, MaxSchemaVersion, problems);
        var routes = new List<(Route, JsonNodeAt)>();
        var node = _members.Object(desired, "routes", "Add \"routes\": { \"<name>\": \"FROM ... INTO ...\" }.");
        foreach (var (name, value) in node?.Members ?? [])
            if (new RouteReader(problems).Read(name, value, version) is { } route) routes.Add(route);
        return (routes, ReadStoreAndForward(desired));
    }

    private StoreAndForward ReadStoreAndForward(JsonNodeAt desired)
    {
        var node = _members.Object(desired, "storeAndForwardConfiguration", StoreAndForwardRemedy);
        if (node is null) return new StoreAndForward(-1, null);
        var timeToLive = _members.Integer(node, "timeToLiveSecs", int.MinValue, int.MaxValue, "Add \"timeToLiveSecs\": 7200; a negative number means for ever.");
        var limits = _members.Object(node, "storeLimits", remedyIfMissing: null);
        var maxSize = limits is null ? null : _members.Integer(limits, "maxSizeBytes", 1, long.MaxValue);
        return new StoreAndForward(timeToLive ?? -1, maxSize);
    }
}
