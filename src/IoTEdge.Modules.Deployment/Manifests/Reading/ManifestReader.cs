using System.Text.Json;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads a whole manifest without stopping at the first mistake.</summary>
internal sealed class ManifestReader
{
    private const string Agent = "$edgeAgent";
    private const string Hub = "$edgeHub";

    private readonly ProblemList _problems = new();
    private readonly MemberReader _members;
    private readonly TwinReader _twins;

    private ManifestReader()
    {
        _members = new MemberReader(_problems);
        _twins = new TwinReader(_problems);
    }

    public static ManifestResult Read(ReadOnlyMemory<byte> json, ImageCatalog? images)
    {
        var reader = new ManifestReader();
        try
        {
            var root = JsonTree.Read(json);
            DuplicateCheck.Everywhere(root, reader._problems);
            return new ManifestResult(reader.Read(root, images), reader._problems.InOrder());
        }
        catch (JsonException exception)
        {
            return new ManifestResult(null, [NoJson(exception)]);
        }
    }

    public static ManifestProblem NoJson(JsonException exception) => new(
        ManifestSeverity.Error, "$", (int)(exception.LineNumber ?? 0) + 1, $"The document is no JSON: {exception.Message}", "Correct it there; everything else is looked at afterwards.");

    private DeploymentManifest? Read(JsonNodeAt root, ImageCatalog? images)
    {
        if (!_members.IsObject(root)) return null;
        var content = root["content"] is { Kind: JsonValueKind.Object } wrapped ? wrapped : root;
        var modulesContent = _members.Object(content, "modulesContent", "Add \"modulesContent\": { \"$edgeAgent\": { ... }, \"$edgeHub\": { ... } }.");
        if (modulesContent is null) return null;
        DuplicateCheck.InAnyCase(modulesContent, "entry", _problems);

        var desired = ReadDesired(modulesContent);
        var (systemModules, modules) = desired.TryGetValue(Agent, out var agent) ? new AgentReader(_problems).Read(agent) : ([], []);
        var (routes, storeAndForward) = desired.TryGetValue(Hub, out var hub) ? new HubReader(_problems).Read(hub) : ([], new StoreAndForward(-1, null));
        var names = agent?["modules"]?.Members.ConvertAll(member => member.Name) ?? [];
        RouteEnds.Check(routes, names, _problems);
        RouteConditions.Check(routes, _problems);
        CheckTwins(desired, names);
        if (images is not null) ModuleImages.Check(agent?["modules"], images, _problems);
        return new DeploymentManifest
        {
            SystemModules = systemModules,
            Modules = modules,
            Hub = new HubConfiguration(routes.ConvertAll(route => route.Route), storeAndForward),
            DesiredProperties = desired.ToDictionary(entry => entry.Key, entry => entry.Value.ToElement()),
        };
    }

    private Dictionary<string, JsonNodeAt> ReadDesired(JsonNodeAt modulesContent)
    {
        foreach (var name in (string[])[Agent, Hub])
            if (modulesContent[name] is null)
                _problems.Error(modulesContent, $"{name} is missing.", $"Add \"{name}\": {{ \"properties.desired\": {{ ... }} }}.");
        var desired = new Dictionary<string, JsonNodeAt>();
        foreach (var (name, entry) in modulesContent.Members)
            if (_twins.ReadDesired(entry) is { } node) desired.TryAdd(name, node);
        return desired;
    }

    private void CheckTwins(Dictionary<string, JsonNodeAt> desired, List<string> modules)
    {
        foreach (var (name, node) in desired)
        {
            if (name is Agent or Hub) continue;
            new TwinLimits(_problems).Check(node);
            if (!modules.Contains(name))
                _problems.Warning(node, $"The module '{name}' has desired properties, but is not deployed.", "Add it to $edgeAgent's modules, or remove the entry.");
        }
    }
}
