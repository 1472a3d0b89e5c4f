using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads one module as <c>$edgeAgent</c> is told of it.</summary>
internal sealed class ModuleReader(ProblemList problems)
{
    private const int MaxNameLength = 128;

    private static readonly Dictionary<string, DesiredStatus> Statuses = Enum.GetValues<DesiredStatus>().ToDictionary(WireName.Of);
    private static readonly Dictionary<string, RestartPolicy> RestartPolicies = Enum.GetValues<RestartPolicy>().ToDictionary(WireName.Of);
    private static readonly Dictionary<string, ImagePullPolicy> PullPolicies = Enum.GetValues<ImagePullPolicy>().ToDictionary(WireName.Of);
    private static readonly Dictionary<string, bool> Types = new() { ["docker"] = true };

    private readonly MemberReader _members = new(problems);

    public ModuleDeployment? Read(string name, JsonNodeAt module, bool isSystemModule)
    {
        if (!isSystemModule) CheckName(name, module);
        if (!_members.IsObject(module)) return null;
        _members.Choice(module, "type", Types, fallback: true, isRequired: true);
        var settings = _members.Object(module, "settings", "Add \"settings\": { \"image\": \"...\" }.");
        var image = settings is null ? null : _members.Text(settings, "image", "Add \"image\": \"<name>:<tag>\".");
        return new ModuleDeployment
        {
            Name = name,
            Image = image ?? "",
            Version = _members.Text(module, "version", remedyIfMissing: null),
            Status = _members.Choice(module, "status", Statuses, DesiredStatus.Running, isRequired: !isSystemModule),
            RestartPolicy = _members.Choice(module, "restartPolicy", RestartPolicies, isSystemModule ? RestartPolicy.Always : RestartPolicy.OnUnhealthy),
            ImagePullPolicy = _members.Choice(module, "imagePullPolicy", PullPolicies, ImagePullPolicy.OnCreate),
            StartupOrder = _members.Integer(module, "startupOrder", 0, uint.MaxValue) ?? ModuleDeployment.DefaultStartupOrder,
            Environment = new EnvironmentReader(problems).Read(module),
            CreateOptions = settings is null ? default : new CreateOptionsReader(problems).Read(settings),
        };
    }

    private void CheckName(string name, JsonNodeAt module)
    {
        if (name.Length is 0 or > MaxNameLength || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            problems.Error(module, $"'{name}' cannot be the name of a module.", $"Use letters, digits, '-' and '_', {MaxNameLength} at most.");
        else if (name.Equals("edgeHub", StringComparison.OrdinalIgnoreCase) || name.Equals("edgeAgent", StringComparison.OrdinalIgnoreCase))
            problems.Error(module, $"'{name}' is the name of a system module.", "Give the module another name, or move it to systemModules.");
    }
}
