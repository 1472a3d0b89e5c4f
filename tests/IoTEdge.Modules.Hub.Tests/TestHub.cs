using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Hub.Tests;

/// <summary>A hub in memory, on a clock that stands still until a test moves it.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    public const string DeviceId = "edge";

    private TestHub(EdgeHub hub, FakeTimeProvider time, FakeLogger logger)
    {
        Hub = hub;
        Time = time;
        Logger = logger;
    }

    public EdgeHub Hub { get; }

    public FakeTimeProvider Time { get; }

    public FakeLogger Logger { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestHub> StartAsync(int window = 1, IHubStore? store = null, int upstreamCapacity = 100, bool strict = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var logger = new FakeLogger();
        var hub = await EdgeHub.StartAsync(
            new EdgeHubOptions { DeviceId = DeviceId, Window = window, UpstreamCapacity = upstreamCapacity, Strict = strict }, store ?? new InMemoryHubStore(), time, logger, Cancellation);
        return new TestHub(hub, time, logger);
    }

    public static ClientIdentity Identity(string moduleId) => new(DeviceId, moduleId);

    /// <summary>Sets routes, each a text or an object as in the twin of <c>$edgeHub</c>.</summary>
    public Task RouteAsync(params JsonNode[] routes)
    {
        var json = new JsonObject();
        for (var i = 0; i < routes.Length; i++)
            json[$"r{i}"] = routes[i];
        return Hub.Twins.ReplaceDesiredAsync(Identity("$edgeHub"), new JsonObject { ["schemaVersion"] = "1.1", ["routes"] = json, ["storeAndForwardConfiguration"] = new JsonObject { ["timeToLiveSecs"] = -1 } }, Cancellation);
    }

    public async Task<(ClientConnection Connection, RecordingLink Link)> ConnectAsync(string moduleId, params string[] filters)
    {
        var link = new RecordingLink();
        var connection = await Hub.ConnectAsync(Identity(moduleId), link, new ConnectOptions(CleanSession: false), Cancellation);
        if (filters.Length > 0)
            await connection.SubscribeAsync([.. filters.Select(filter => new MqttSubscription(filter, MqttQualityOfService.AtLeastOnce))], Cancellation);
        connection.Start();
        return (connection, link);
    }

    public Task<(ClientConnection Connection, RecordingLink Link)> ConnectReceiverAsync(string moduleId) =>
        ConnectAsync(moduleId, $"devices/{DeviceId}/modules/{moduleId}/inputs/#");

    /// <summary>Sends messages of a module, each with its text as body.</summary>
    public Task SendAsync(string moduleId, string output, params string[] bodies) => SendWithAsync(moduleId, $"%24.on={output}", bodies);

    /// <summary>Sends messages of a module with the properties of a property segment.</summary>
    public async Task SendWithAsync(string moduleId, string properties, params string[] bodies)
    {
        using var connection = await Hub.ConnectAsync(Identity(moduleId), new RecordingLink(), new ConnectOptions(CleanSession: true), Cancellation);
        var batch = new RecordingBatch();
        foreach (var body in bodies)
        {
            var topic = ClientTopic.Parse($"devices/{DeviceId}/modules/{moduleId}/messages/events/{properties}");
            connection.Add(batch, topic, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
        }

        await connection.AppendAsync(batch, Cancellation);
        batch.IsStored.Should().BeTrue();
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
