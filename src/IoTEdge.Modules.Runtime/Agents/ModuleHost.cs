using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Images;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Logs;
using IoTEdge.Modules.Runtime.Supervision;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>One module of the deployment: its process, its environment and its log.</summary>
internal sealed class ModuleHost : IAsyncDisposable
{
    private readonly AgentContext _context;
    private readonly ModuleDeployment _module;
    private readonly ModuleImage _image;
    private readonly ModuleRegistration _registered;
    private readonly HubEndpoint _hub;
    private readonly LogFile _log;
    private readonly ModuleSupervisor _supervisor;

    public ModuleHost(AgentContext context, ModuleDeployment module, ModuleImage image, ModuleRegistration registered, HubEndpoint hub)
    {
        _context = context;
        _module = module;
        _image = image;
        _registered = registered;
        _hub = hub;
        _log = new LogFile(context.State.LogPath(module.Name), context.Time);
        var restarts = new RestartPolicyManager(new RestartSettings { CoolOffUnit = context.Options.CoolOff });
        var supervised = new SupervisedModule(module.Name, module.Image, module.RestartPolicy, LaunchAsync);
        _supervisor = new ModuleSupervisor(supervised, restarts, context.Time, context.Logger);
    }

    public ModuleInstance Instance => _module.Status == DesiredStatus.Stopped ? _supervisor.Instance with { Status = ModuleStatus.Stopped } : _supervisor.Instance;

    /// <summary>Starts the process; a module whose desired status is "stopped" has none.</summary>
    public Task StartAsync() => _module.Status == DesiredStatus.Stopped ? Task.CompletedTask : _supervisor.StartAsync();

    public Task StopAsync() => _supervisor.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
    }

    private async Task<IModuleProcess> LaunchAsync() => await _context.Launcher.StartAsync(new LaunchRequest
    {
        FileName = _image.IsAssembly ? SelfCommand.DotnetPath : _image.ProgramPath,
        Arguments = _image.IsAssembly ? [_image.ProgramPath] : [],
        WorkingDirectory = Path.GetDirectoryName(_image.ProgramPath)!,
        Environment = ModuleEnvironment.Create(_module, _registered, _hub, _context.Options.Credentials, _context.State),
        OnLine = Take,
    }).ConfigureAwait(false);

    private void Take(OutputLine line)
    {
        _log.Write(line.Text);
        _context.Options.OnLine?.Invoke(new ModuleLogLine(_module.Name, line.Text, line.IsError));
    }
}
