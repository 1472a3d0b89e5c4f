using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads the desired properties of <c>$edgeAgent</c>: which modules there are (protocol section 5.4).</summary>
internal sealed class AgentReader(ProblemList problems)
{
    private static readonly Version MaxSchemaVersion = new(1, 1);

    private readonly MemberReader _members = new(problems);
    private readonly ModuleReader _modules = new(problems);

    public (List<ModuleDeployment> SystemModules, List<ModuleDeployment> Modules) Read(JsonNodeAt desired)
    {
        SchemaVersion.Read(desired, MaxSchemaVersion, problems);
        _members.Object(desired, "runtime", "Add \"runtime\": { \"type\": \"docker\", \"settings\": {} }.");
        var systemModules = _members.Object(desired, "systemModules", "Add \"systemModules\": { \"edgeAgent\": { ... }, \"edgeHub\": { ... } }.");
        var modules = _members.Object(desired, "modules", "Add \"modules\": { ... }.");
        return (systemModules is null ? [] : ReadSystemModules(systemModules), modules is null ? [] : ReadModules(modules));
    }

    private List<ModuleDeployment> ReadSystemModules(JsonNodeAt node)
    {
        foreach (var (name, module) in node.Members)
            if (!IsSystemModule(name))
                problems.Error(module, $"'{name}' is no system module.", "Move it to modules; system modules are edgeAgent and edgeHub.");
        return Read(node.Members.Where(member => IsSystemModule(member.Name)), areSystemModules: true);
    }

    private List<ModuleDeployment> ReadModules(JsonNodeAt node)
    {
        DuplicateCheck.InAnyCase(node, "module", problems);
        return Read(node.Members, areSystemModules: false);
    }

    private List<ModuleDeployment> Read(IEnumerable<(string Name, JsonNodeAt Value)> members, bool areSystemModules)
    {
        var modules = new List<ModuleDeployment>();
        foreach (var (name, value) in members)
            if (_modules.Read(name, value, areSystemModules) is { } module) modules.Add(module);
        return modules;
    }

    private static bool IsSystemModule(string name) => name is "edgeAgent" or "edgeHub";
}
