using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Agents;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Deployments;
using IoTEdge.Modules.Runtime.Images;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Supervision;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime;

/// <summary>A local Azure IoT Edge runtime: a hub, an agent, and the modules of one deployment manifest, on this machine.</summary>
/// <remarks>Modules and the hub are processes that end with this one, however it ends. Members can be called from any thread.</remarks>
public sealed class EdgeRuntime : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly ILogger _logger;
    private HubProcess? _hub;
    private EdgeAgent? _agent;
    private HubControlClient? _control;

    private EdgeRuntime(EdgeRuntimeOptions options, DeploymentFiles files)
    {
        Options = options;
        _logger = options.LoggerFactory.CreateLogger("edgeAgent");
        Manifest = files.Manifest;
        Warnings = files.Warnings;
    }

    /// <summary>What the runtime was started with.</summary>
    public EdgeRuntimeOptions Options { get; }

    /// <summary>The manifest that it runs.</summary>
    public DeploymentManifest Manifest { get; }

    /// <summary>What is odd in the manifest, and no error.</summary>
    public IReadOnlyList<DeploymentProblem> Warnings { get; }

    /// <summary>The port on which the hub listens.</summary>
    public int MqttPort => _hub?.Ports.Mqtt ?? 0;

    /// <summary>The hub's AMQP port; 0 before it has started.</summary>
    public int AmqpPort => _hub?.Ports.Amqp ?? 0;

    /// <summary>The hub's HTTPS port; 0 before it has started.</summary>
    public int HttpsPort => _hub?.Ports.Https ?? 0;

    /// <summary>What edgeHub and the modules do right now, in the order of the manifest.</summary>
    public IReadOnlyList<ModuleInstance> Modules => [.. Instances()];

    internal HubControlClient Control => _control!;

    /// <summary>The last message that was upstream before the modules started.</summary>
    internal long UpstreamStart { get; private set; }

    /// <summary>Reads the deployment, builds its images, and starts the hub and the modules. When it fails, nothing is left running.</summary>
    /// <param name="options">What to start, and how.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DeploymentException">The manifest or the image file is wrong; all problems are in it.</exception>
    /// <exception cref="ImageBuildException">A project of an image does not build.</exception>
    /// <exception cref="EdgeRuntimeException">The state directory cannot be used, or the hub does not start, for example because its port is taken.</exception>
    public static async Task<EdgeRuntime> StartAsync(EdgeRuntimeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var files = DeploymentFiles.Load(options.ManifestPath, options.ImagesPath, options.Strict);
        var runtime = new EdgeRuntime(options, files);
        try
        {
            await runtime.StartAsync(files.Images, cancellationToken).ConfigureAwait(false);
            return runtime;
        }
        catch (Exception exception)
        {
            await runtime.DisposeAsync().ConfigureAwait(false);
            // The state directory, a socket, the hub's control API, a program that cannot be started, an id that is none: each says what to do.
            if (exception is IOException or UnauthorizedAccessException or ProtocolException) throw new EdgeRuntimeException(exception.Message, exception);
            throw;
        }
    }

    /// <summary>Stops the modules and leaves the hub, so that it can still be asked what it counted.</summary>
    internal Task StopModulesAsync()
    {
        Log.Stopping(_logger);
        return _agent?.StopModulesAsync() ?? Task.CompletedTask;
    }

    /// <summary>Stops the modules, each within ten seconds, and then the hub. The state stays.</summary>
    public async ValueTask DisposeAsync()
    {
        // Backwards: what was started last needs what was started before.
        for (var index = _parts.Count - 1; index >= 0; index--) await _parts[index].DisposeAsync().ConfigureAwait(false);
        _parts.Clear();
    }

    private async Task StartAsync(ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var time = Options.TimeProvider;
        var state = StateDirectory.Open(Options.StateDirectory);
        Own(state.Lock());
        if (Options.Fresh) state.Clear();
        var authority = Own(CertificateAuthority.LoadOrCreate(state, time));
        var launcher = Own(ProcessLauncher.Create(state.Path, time));
        var context = new AgentContext(Options, state, launcher, _logger);
        var images = await BuildImagesAsync(catalog, launcher, state, cancellationToken).ConfigureAwait(false);

        _hub = await HubProcess.StartAsync(context, cancellationToken).ConfigureAwait(false);
        _parts.Add(_hub);
        _control = Own(new HubControlClient(state.HubSocketPath));
        UpstreamStart = await FindUpstreamEndAsync(cancellationToken).ConfigureAwait(false);
        _agent = new EdgeAgent(context, Manifest, _control);
        _parts.Add(_agent);
        var api = new AgentApi(Instances);
        var sockets = new Dictionary<string, AgentApi> { [state.AgentSocketPath] = api };
        _parts.Add(await UnixSocketServer<AgentApi>.StartAsync(sockets, (_, http) => api.AnswerAsync(http), cancellationToken).ConfigureAwait(false));
        Options.OnStarting?.Invoke(this);
        var endpoint = new HubEndpoint(Options.HubHostName, Options.GatewayHostName, _hub.Ports);
        await _agent.StartAsync(images, endpoint, authority, cancellationToken).ConfigureAwait(false);
    }

    private Task<IReadOnlyDictionary<string, ModuleImage>> BuildImagesAsync(
        ImageCatalog catalog, IProcessLauncher launcher, StateDirectory state, CancellationToken cancellationToken)
    {
        var used = Manifest.Modules.Select(module => catalog.TryFind(module.Image, out var source) ? source : null).OfType<ImageSource>().Distinct().ToList();
        var projects = used.Where(source => source.Kind == ImageKind.Project).Select(source => Path.GetFileNameWithoutExtension(source.Path)).Distinct().ToList();
        if (projects.Count > 0 && !Options.NoBuild) Log.Building(_logger, string.Join(", ", projects));
        return new ImageBuilder(launcher, state.Path).BuildAsync(used, Options.Configuration, build: !Options.NoBuild, cancellationToken);
    }

    private async Task<long> FindUpstreamEndAsync(CancellationToken cancellationToken)
    {
        var last = 0L;
        while (await Control.GetUpstreamAsync(last, max: 1000, waitSeconds: 0, cancellationToken).ConfigureAwait(false) is [.., var entry]) last = entry.Sequence;
        return last;
    }

    private IEnumerable<ModuleInstance> Instances()
    {
        if (_hub is not null) yield return _hub.Instance;
        foreach (var instance in _agent?.Instances ?? []) yield return instance;
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        _parts.Add(new OwnedPart(part));
        return part;
    }
}
