using System.Diagnostics;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Hubs;

namespace IoTEdge.Modules.Fixtures;

/// <summary>A hub in this process, on a free port, with its control API; modules connect to it as they would to a device.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private const string Device = "dev";
    private readonly LocalHubOptions _options;
    private LocalHub _hub;

    private HubFixture(LocalHub hub, LocalHubOptions options, string host)
    {
        _hub = hub;
        _options = options;
        Host = host;
        Control = new UnixHttp(hub.ControlSocketPath);
    }

    /// <summary>Where clients find it.</summary>
    public string Host { get; }

    /// <summary>The hub itself.</summary>
    public EdgeHub Hub => _hub.Hub;

    public UnixHttp Control { get; }

    public int MqttPort => _hub.MqttPort;

    public int AmqpPort => _hub.AmqpPort;

    public int HttpsPort => _hub.HttpsPort;

    public string CertificatePath => _hub.CertificatePath;

    /// <summary>What a service connects with.</summary>
    public string ServiceConnectionString => File.ReadAllText(_hub.ServiceConnectionStringPath).Trim();

    public static Task<HubFixture> StartAsync(CancellationToken cancellationToken, Func<LocalHubOptions, LocalHubOptions>? configure = null) =>
        StartAsync(null, 0, cancellationToken, configure);

    /// <summary>Starts a hub on an address of its own, where it can have port 443; Microsoft's clients know no other for HTTPS and WebSockets.</summary>
    public static async Task<HubFixture> StartAsync(string? address, int httpsPort, CancellationToken cancellationToken, Func<LocalHubOptions, LocalHubOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("hub-").FullName;
        var options = new LocalHubOptions { StateDirectory = folder, MqttPort = 0, AmqpPort = 0, HttpsPort = httpsPort, Hub = new EdgeHubOptions { DeviceId = Device } };
        if (address is not null) options = options with { Address = address, Hub = options.Hub with { GatewayHostName = address } };
        options = configure?.Invoke(options) ?? options;
        return new HubFixture(await LocalHub.StartAsync(options, cancellationToken), options, address ?? "localhost");
    }

    /// <summary>Stops the hub, and starts it again on what it kept, on the same ports.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var options = _options with { MqttPort = MqttPort, AmqpPort = AmqpPort, HttpsPort = HttpsPort };
        await _hub.DisposeAsync();
        _hub = await LocalHub.StartAsync(options, cancellationToken);
    }

    /// <summary>Makes a module's identity, and gives its connection string.</summary>
    public Task<string> AddModuleAsync(string module, int? port, CancellationToken cancellationToken) =>
        AddModuleAtAsync(module, $"{Host}:{port ?? MqttPort}", cancellationToken);

    /// <summary>Makes a module's identity, and gives its connection string with a gateway as it is told.</summary>
    public async Task<string> AddModuleAtAsync(string module, string gateway, CancellationToken cancellationToken)
    {
        var answer = await Control.SendAsync(HttpMethod.Put, $"/devices/{Device}/modules/{module}", new JsonObject { ["deviceId"] = Device, ["moduleId"] = module }, cancellationToken);
        var key = answer!["authentication"]!["symmetricKey"]!["primaryKey"]!.GetValue<string>();
        return $"HostName=local.azure-devices.net;GatewayHostName={gateway};DeviceId={Device};ModuleId={module};SharedAccessKey={key}";
    }

    public Task SetRoutesAsync(JsonObject routes, CancellationToken cancellationToken) => Control.SendAsync(HttpMethod.Put, $"/twins/{Device}/modules/$edgeHub",
        Desired(new JsonObject { ["schemaVersion"] = "1.1", ["routes"] = routes, ["storeAndForwardConfiguration"] = new JsonObject { ["timeToLiveSecs"] = 7200 } }), cancellationToken);

    public Task PatchDesiredAsync(string module, JsonObject desired, CancellationToken cancellationToken) =>
        Control.SendAsync(HttpMethod.Patch, $"/twins/{Device}/modules/{module}", Desired(desired), cancellationToken);

    public async Task<JsonNode> ReportedAsync(string module, CancellationToken cancellationToken) =>
        (await Control.GetAsync($"/twins/{Device}/modules/{module}", cancellationToken))["properties"]!["reported"]!;

    /// <summary>Waits until reported properties are as they should be, and says what they are when time is over.</summary>
    public async Task WaitForReportedAsync(string module, Func<JsonNode, bool> isThere, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        JsonNode reported = new JsonObject();
        try
        {
            do
            {
                reported = await ReportedAsync(module, limit.Token);
                await timer.WaitForNextTickAsync(limit.Token);
            }
            while (!isThere(reported));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited a minute in vain; {module} reports {reported.ToJsonString()}.");
        }
    }

    /// <summary>Starts a sample's module as a process.</summary>
    public Process StartModule(string project, string connectionString)
    {
        var assembly = Repository.Assembly(project);
        var start = new ProcessStartInfo("dotnet", [assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly), RedirectStandardOutput = true };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = CertificatePath;
        start.Environment["EdgeModule__ReportedWindow"] = "00:00:00.1";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage($"{project}: {line.Data}");
        process.BeginOutputReadLine();
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _hub.DisposeAsync();
        Directory.Delete(_options.StateDirectory, recursive: true);
    }

    private static JsonObject Desired(JsonObject desired) => new() { ["properties"] = new JsonObject { ["desired"] = desired } };
}
