using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hosting;

/// <summary>The identities that modules of this process speak for: two clients of one identity would push each other out without end.</summary>
internal sealed class ModuleIdentities
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ModuleIdentity, string> _owners = [];

    /// <summary>Takes an identity for a module.</summary>
    /// <exception cref="EdgeModuleException">Another module of the process has it.</exception>
    public void Claim(ModuleIdentity identity, string owner)
    {
        lock (_gate)
        {
            if (!_owners.TryAdd(identity, owner))
            {
                throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                    $"{owner} and {_owners[identity]} would both be {identity.ClientId}; give each its own connection string, for example in EdgeModule:<key>:ConnectionString.");
            }
        }
    }
}
