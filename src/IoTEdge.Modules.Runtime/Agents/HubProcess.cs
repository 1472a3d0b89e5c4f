using System.Globalization;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Logs;
using IoTEdge.Modules.Runtime.Supervision;
using IoTEdge.Modules.Runtime.Upstream;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The system module edgeHub: this assembly once more, as a process of its own that comes back quickly.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    /// <summary>The name of the system module.</summary>
    public const string Name = "edgeHub";

    private const int LinesKept = 10;

    // Modules are deaf without it: 0.1 s, 0.2 s, ... 3 s, and it is never given up.
    private static readonly RestartSettings Restarts = new() { CoolOffUnit = TimeSpan.FromMilliseconds(100), MaxRestartCount = int.MaxValue };
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly AgentContext _context;
    private readonly ModuleSupervisor _supervisor;
    private readonly LogFile _log;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<HubPorts> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IModuleProcess? _first;
    private bool _isWarning;

    private HubProcess(AgentContext context)
    {
        _context = context;
        _log = new LogFile(context.State.LogPath(Name), context.Time);
        var module = new SupervisedModule(Name, Name, RestartPolicy.Always, TakeFirstOrLaunchAsync);
        _supervisor = new ModuleSupervisor(module, new RestartPolicyManager(Restarts), context.Time, context.Logger);
    }

    public ModuleInstance Instance => _supervisor.Instance;

    /// <summary>The ports that the hub took.</summary>
    public HubPorts Ports { get; private set; }

    /// <exception cref="EdgeRuntimeException">The hub ended, or did not listen in time.</exception>
    public static async Task<HubProcess> StartAsync(AgentContext context, CancellationToken cancellationToken)
    {
        var hub = new HubProcess(context);
        try
        {
            // Supervised only once it listens: a hub that cannot start is the user's to know of, not to be tried again.
            hub._first = await hub.LaunchAsync().ConfigureAwait(false);
            await Task.WhenAny(hub._ready.Task, hub._first.Completion).WaitAsync(StartPatience, context.Time, cancellationToken).ConfigureAwait(false);
            if (!hub._ready.Task.IsCompletedSuccessfully) throw new EdgeRuntimeException(hub.DescribeEnd("ended before it listened"));
            hub.Ports = await hub._ready.Task.ConfigureAwait(false);
            await hub._supervisor.StartAsync().ConfigureAwait(false);
            return hub;
        }
        catch (Exception exception)
        {
            await hub.DisposeAsync().ConfigureAwait(false);
            if (exception is TimeoutException) throw new EdgeRuntimeException(hub.DescribeEnd($"did not listen within {StartPatience.TotalSeconds} s"), exception);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        if (_first is not null) await _first.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
    }

    private async Task<IModuleProcess> TakeFirstOrLaunchAsync() =>
        Interlocked.Exchange(ref _first, null) ?? await LaunchAsync().ConfigureAwait(false);

    private async Task<IModuleProcess> LaunchAsync() => await _context.Launcher.StartAsync(new LaunchRequest
    {
        FileName = SelfCommand.DotnetPath,
        Arguments = SelfCommand.WithApplication(Arguments()),
        WorkingDirectory = _context.State.Path,
        Environment = Environment(),
        OnLine = Take,
    }).ConfigureAwait(false);

    private Dictionary<string, string> Environment()
    {
        var environment = InheritedEnvironment.Read();
        if (_context.Options.Upstream is { } upstream) environment[UpstreamTarget.Variable] = upstream;
        return environment;
    }

    private string[] Arguments()
    {
        var options = _context.Options;
        // A free port is taken once: modules were told of it, so a restarted hub takes the same one.
        HubPorts? taken = _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : null;
        var httpsPort = taken?.Https ?? options.HttpsPort;
        List<string> arguments =
        [
            "hub", "--state", _context.State.Path, "--device-id", options.DeviceId, "--hub-host-name", options.HubHostName,
            "--gateway-host-name", options.GatewayHostName, "--address", options.Address, "--mqtt-port", Text(taken?.Mqtt ?? options.MqttPort),
            "--amqp-port", Text(taken?.Amqp ?? options.AmqpPort),
        ];
        if (httpsPort is { } https) arguments.AddRange(["--https-port", Text(https)]);
        if (options.UpstreamCertificatePath is { } authority) arguments.AddRange(["--upstream-ca", authority]);
        if (options.Strict) arguments.Add("--strict");
        if (options.InFlight is { } inFlight) arguments.AddRange(["--in-flight", Text(inFlight)]);
        return [.. arguments];

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private void Take(OutputLine line)
    {
        if (!line.IsError && HubReadyLine.TryRead(line.Text, out var ports))
        {
            _ready.TrySetResult(ports);
            return;
        }

        _log.Write(line.Text);
        lock (_lastLines)
        {
            _isWarning = AgentLogFormat.IsWarning(line.Text) ?? (line.IsError && _isWarning);
            // Before it listens, what it says is the reason why it does not, and becomes the exception's text.
            if (_isWarning && _ready.Task.IsCompleted) _context.Options.OnLine?.Invoke(new ModuleLogLine(Name, AgentLogFormat.TextOf(line.Text), IsError: true));
            if (!_isWarning && AgentLogFormat.IsWarning(line.Text) is not null) return;
            _lastLines.Enqueue(AgentLogFormat.TextOf(line.Text));
            if (_lastLines.Count > LinesKept) _lastLines.Dequeue();
        }
    }

    private string DescribeEnd(string what)
    {
        lock (_lastLines)
        {
            return _lastLines.Count == 0
                ? $"The hub {what}. See '{_context.State.LogPath(Name)}'."
                : $"The hub {what}: {string.Join(System.Environment.NewLine, _lastLines)}";
        }
    }
}
