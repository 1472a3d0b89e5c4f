using System.Text.Json;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Images;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.Supervision;
using IoTEdge.Modules.Runtime.Workload;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>Makes a device what its manifest says: identities, twins, workload sockets, and then processes in their order.</summary>
internal sealed class EdgeAgent : IAsyncDisposable
{
    private static readonly string[] SystemIdentities = ["$edgeAgent", "$edgeHub"];

    private readonly AgentContext _context;
    private readonly DeploymentManifest _manifest;
    private readonly HubControlClient _control;
    private UnixSocketServer<WorkloadModule>? _workload;
    // Replaced as a whole: others look at it while the agent starts.
    private ModuleHost[] _modules = [];

    public EdgeAgent(AgentContext context, DeploymentManifest manifest, HubControlClient control)
    {
        _context = context;
        _manifest = manifest;
        _control = control;
    }

    /// <summary>What the modules do right now, in the order of the manifest.</summary>
    public IEnumerable<ModuleInstance> Instances => _modules.Select(module => module.Instance);

    /// <exception cref="HubControlException">The hub refused an identity or a twin.</exception>
    public async Task StartAsync(IReadOnlyDictionary<string, ModuleImage> images, HubEndpoint hub, CertificateAuthority authority, CancellationToken cancellationToken)
    {
        var registered = await RegisterAsync(cancellationToken).ConfigureAwait(false);
        await PutTwinsAsync(cancellationToken).ConfigureAwait(false);
        await StartWorkloadAsync(registered, authority, cancellationToken).ConfigureAwait(false);
        _modules = [.. _manifest.Modules.Select(module => new ModuleHost(_context, module, images[ImageName.Normalize(module.Image)], registered[module.Name], hub))];
        // The order orders starts; nothing waits until a module is ready (protocol section 5.3).
        foreach (var (_, module) in _manifest.Modules.Zip(_modules).OrderBy(entry => entry.First.StartupOrder))
            await module.StartAsync().ConfigureAwait(false);
    }

    /// <summary>Stops all modules at once: each has its own ten seconds.</summary>
    public Task StopModulesAsync() => Task.WhenAll(_modules.Select(module => module.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_modules.Select(module => module.DisposeAsync().AsTask())).ConfigureAwait(false);
        if (_workload is not null) await _workload.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<Dictionary<string, ModuleRegistration>> RegisterAsync(CancellationToken cancellationToken)
    {
        var deployed = new DeployedModules(_context.State);
        string[] names = [.. _manifest.Modules.Select(module => module.Name)];
        foreach (var removed in deployed.FindRemoved(names))
            await _control.DeleteModuleAsync(IdentityOf(removed), cancellationToken).ConfigureAwait(false);
        deployed.Remember(names);

        var registered = new Dictionary<string, ModuleRegistration>();
        foreach (var name in SystemIdentities.Concat(names))
            registered[name] = await _control.EnsureModuleAsync(IdentityOf(name), cancellationToken).ConfigureAwait(false);
        return registered;
    }

    private async Task PutTwinsAsync(CancellationToken cancellationToken)
    {
        foreach (var name in SystemIdentities.Concat(_manifest.Modules.Select(module => module.Name)))
            if (_manifest.DesiredProperties.TryGetValue(name, out JsonElement desired))
                await _control.PutDesiredAsync(IdentityOf(name), desired, cancellationToken).ConfigureAwait(false);
    }

    private async Task StartWorkloadAsync(Dictionary<string, ModuleRegistration> registered, CertificateAuthority authority, CancellationToken cancellationToken)
    {
        var sockets = _manifest.Modules.ToDictionary(
            module => _context.State.WorkloadSocketPath(module.Name),
            module => new WorkloadModule(module.Name, registered[module.Name].Key, authority));
        if (sockets.Count == 0) return;
        _workload = await UnixSocketServer<WorkloadModule>.StartAsync(sockets, new WorkloadApi(_context.Time).AnswerAsync, cancellationToken).ConfigureAwait(false);
    }

    private ModuleIdentity IdentityOf(string name) => new(_context.Options.DeviceId, name);
}
