using IoTEdge.Modules.Runtime.State;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>
/// Remembers which identities the agent made, so that it deletes those of modules that left the deployment, as edgeAgent does
/// (protocol section 5.3), and no others.
/// </summary>
internal sealed class DeployedModules(StateDirectory state)
{
    private readonly string _path = Path.Combine(state.Path, "modules.txt");

    /// <summary>The names that were deployed before and are not any more.</summary>
    public IReadOnlyList<string> FindRemoved(IReadOnlyCollection<string> names) =>
        File.Exists(_path) ? [.. File.ReadAllLines(_path).Except(names)] : [];

    public void Remember(IReadOnlyCollection<string> names) => PrivateFile.Write(_path, string.Concat(names.Select(name => name + "\n")));
}
