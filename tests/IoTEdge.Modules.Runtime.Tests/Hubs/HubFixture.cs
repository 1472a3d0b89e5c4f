using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Hubs;
using IoTEdge.Modules.Runtime.Tests.Mqtt;
using IoTEdge.Modules.Runtime.Tests.State;
using Microsoft.Extensions.Logging.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

/// <summary>A hub with a database and a port of its own, for one test.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    public const string DeviceId = "edge";

    private readonly TemporaryDirectory _directory;
    private readonly bool _ownsDirectory;

    private HubFixture(TemporaryDirectory directory, bool ownsDirectory, LocalHub hub, FakeLogCollector logs)
    {
        _directory = directory;
        _ownsDirectory = ownsDirectory;
        Local = hub;
        Logs = logs;
    }

    public LocalHub Local { get; }

    public EdgeHub Hub => Local.Hub;

    public FakeLogCollector Logs { get; }

    /// <summary>The texts of all warnings and errors so far.</summary>
    public IEnumerable<string> Warnings => Logs.GetSnapshot().Where(record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).Select(record => record.Message);

    public string StatePath => _directory.NewPath();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="window">How many messages a module may have unacknowledged.</param>
    /// <param name="acknowledgeTimeout">After which time one is sent again.</param>
    public static async Task<HubFixture> StartAsync(int window = 1, TimeSpan? acknowledgeTimeout = null, TemporaryDirectory? directory = null, TimeProvider? time = null, int mqttPort = 0, Func<LocalHubOptions, LocalHubOptions>? configure = null)
    {
        var owned = directory is null;
        directory ??= new TemporaryDirectory();
        var logs = new FakeLogCollector();
        var options = new LocalHubOptions
        {
            StateDirectory = directory.NewPath(),
            MqttPort = mqttPort,
            AmqpPort = 0,
            HttpsPort = 0,
            Hub = new EdgeHubOptions { DeviceId = DeviceId, Window = window, AcknowledgeTimeout = acknowledgeTimeout ?? TimeSpan.FromSeconds(30) },
            Time = time ?? TimeProvider.System,
            LoggerFactory = new Microsoft.Extensions.Logging.LoggerFactory([new FakeLoggerProvider(logs)]),
        };
        var local = await LocalHub.StartAsync(configure?.Invoke(options) ?? options, Cancellation);
        return new HubFixture(directory, owned, local, logs);
    }

    public static ClientIdentity Identity(string moduleId) => new(DeviceId, moduleId);

    public Task<RegisteredClient> RegisterAsync(string moduleId) => Hub.Identities.PutAsync(Identity(moduleId), new IdentityChange(), Cancellation);

    public Task RouteAsync(params string[] routes)
    {
        var json = new JsonObject();
        for (var i = 0; i < routes.Length; i++)
            json[$"r{i}"] = routes[i];
        return Hub.Twins.ReplaceDesiredAsync(Identity("$edgeHub"), new JsonObject { ["schemaVersion"] = "1.1", ["routes"] = json, ["storeAndForwardConfiguration"] = new JsonObject { ["timeToLiveSecs"] = -1 } }, Cancellation);
    }

    public Task<MqttTestClient> OpenAsync() => MqttTestClient.OpenAsync(Local.MqttPort, Local.CertificatePath, Cancellation);

    /// <summary>Connects a module, which is registered first if it is not.</summary>
    public async Task<MqttTestClient> ConnectAsync(string moduleId, bool cleanSession = false)
    {
        var module = Hub.Identities.Find(Identity(moduleId)) ?? await RegisterAsync(moduleId);
        var client = await OpenAsync();
        var answer = await client.ConnectAsync(Login(module, cleanSession));
        answer.ReturnCode.Should().Be(MqttConnectReturnCode.Accepted);
        return client;
    }

    /// <summary>Connects a module that takes messages at its inputs.</summary>
    public async Task<MqttTestClient> ConnectReceiverAsync(string moduleId)
    {
        var client = await ConnectAsync(moduleId);
        await client.SubscribeAsync($"devices/{DeviceId}/modules/{moduleId}/#");
        return client;
    }

    public static MqttConnect Login(RegisteredClient module, bool cleanSession = false, SharedAccessKey? key = null, DateTimeOffset? expiresAt = null, string host = "local.azure-devices.net", string query = "") => new()
    {
        ClientId = module.Identity.ClientId,
        UserName = $"{host}/{module.Identity.ClientId}/?api-version=2021-04-12{query}",
        Password = SharedAccessSignature.CreateToken(host, module.Identity, key ?? module.PrimaryKey, expiresAt ?? DateTimeOffset.UtcNow.AddHours(1)),
        CleanSession = cleanSession,
        KeepAliveSeconds = 60,
    };

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        if (_ownsDirectory)
            _directory.Dispose();
    }
}
