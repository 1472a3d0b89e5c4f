using System.ComponentModel;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Twins;

namespace IoTEdge.Modules;

/// <summary>
/// The base of a module without a twin: declare it <c>partial</c> and mark methods with <see cref="InputAttribute"/> and
/// <see cref="DirectMethodAttribute"/> and partial properties with <see cref="OutputAttribute"/>; the source generator binds them.
/// Register it with <c>AddEdgeModule</c>.
/// </summary>
public abstract class EdgeModuleBase
{
    private ModuleContext? _context;

    /// <summary>The module's identity.</summary>
    /// <exception cref="InvalidOperationException">The module does not run yet.</exception>
    protected ModuleIdentity Identity => Context.Client.Identity;

    /// <summary>Calls direct methods of other modules and devices.</summary>
    /// <exception cref="InvalidOperationException">The module does not run yet.</exception>
    protected IMethodInvoker MethodInvoker => Context.Client.MethodInvoker;

    /// <summary>What the module stands on; null before it has begun to connect.</summary>
    internal ModuleContext? RunningContext => _context;

    internal ModuleContext Context => _context
        ?? throw new InvalidOperationException($"{GetType().Name} does not run: register it with AddEdgeModule<{GetType().Name}>() and start the host.");

    /// <summary>The desired properties of the module, where it follows some.</summary>
    internal virtual IDesiredState? DesiredState => null;

    /// <summary>The reported properties of the module, where it has some.</summary>
    internal virtual IReportedSource? ReportedSource => null;

    /// <summary>Fills in what the module offers. The source generator overrides it.</summary>
    /// <param name="contract">The contract to fill.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void DefineContract(ModuleContractBuilder contract)
    {
    }

    /// <summary>Makes an output; the getters that the source generator writes call it.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The output's name.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IOutput<T> GetOutput<T>(string name) => new ModuleOutput<T>(name, this);

    /// <summary>Runs when the module is connected and has its desired properties, before <see cref="ExecuteAsync"/>. Inputs may run already.</summary>
    /// <param name="cancellationToken">Is cancelled when the start is given up.</param>
    protected virtual Task OnReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work that the module does by itself, for as long as it runs. Throwing ends the process, so that the agent starts it again.</summary>
    /// <param name="stoppingToken">Is cancelled when the module stops.</param>
    protected virtual Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>Runs when the module stops, after handlers have finished and before it disconnects: outputs and reported properties still leave.</summary>
    /// <param name="cancellationToken">Is cancelled when the time to stop is over.</param>
    protected virtual Task OnStoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What errors call the module.</summary>
    internal virtual string Name => GetType().Name;

    // What is protected for authors is driven by the host through these.
    internal void FillContract(ModuleContractBuilder contract) => DefineContract(contract);

    internal Task RunReadyAsync(CancellationToken cancellationToken) => OnReadyAsync(cancellationToken);

    internal Task RunExecuteAsync(CancellationToken stoppingToken) => ExecuteAsync(stoppingToken);

    internal Task RunStoppingAsync(CancellationToken cancellationToken) => OnStoppingAsync(cancellationToken);

    internal void Attach(ModuleContext context) => _context = context;
}
