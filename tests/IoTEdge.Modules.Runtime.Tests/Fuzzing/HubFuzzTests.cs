using System.Globalization;
using System.Net.Sockets;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Tests.Fuzzing;

/// <summary>
/// Sessions that are wrong somewhere, on real sockets: each ends, none ends another one, none is a mistake of the hub's own, and none leaves memory behind.
/// A failure names its seed; <c>IOTEDGE_MODULES_TESTS_SEED</c> runs that one alone.
/// </summary>
[Collection(nameof(HubFuzzTests))]
public sealed class HubFuzzTests
{
    private const int Runs = 400;
    private const int AtATime = 4;
    private const long MaxGrowth = 64 * 1024 * 1024;

    [Fact]
    public Task Mqtt_SessionsThatAreWrongSomewhere_HarmNobody() => RunAsync(hub => hub.Local.MqttPort, (_, module) => Sessions.Mqtt(module));

    [Fact]
    public Task Amqp_SessionsThatAreWrongSomewhere_HarmNobody() => RunAsync(hub => hub.Local.AmqpPort, (_, module) => Sessions.Amqp(module));

    [Fact]
    public Task Http_RequestsThatAreWrongSomewhere_HarmNobody() => RunAsync(hub => hub.Local.HttpsPort, (hub, _) => Sessions.Http(hub));

    [Theory]
    [InlineData("mqtt")]
    [InlineData("AMQPWSB10")]
    public Task WebSocket_SessionsThatAreWrongSomewhere_HarmNobody(string protocol) => RunAsync(
        hub => hub.Local.HttpsPort,
        (_, module) => Sessions.WebSocket(protocol, protocol == "mqtt" ? Sessions.Mqtt(module) : Sessions.Amqp(module)));

    private static async Task RunAsync(Func<HubFixture, int> port, Func<HubFixture, RegisteredClient, IReadOnlyList<byte[]>> session)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /messages/* WHERE $body.t > 20 INTO $upstream");
        var sessions = new List<IReadOnlyList<byte[]>>();
        for (var i = 0; i < AtATime; i++)
            sessions.Add(session(hub, await hub.RegisterAsync($"fuzz{i}")));
        await using var bystander = await hub.ConnectAsync("bystander");
        await RunAsync(hub, port(hub), sessions[0], seed: 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var only = Environment.GetEnvironmentVariable("IOTEDGE_MODULES_TESTS_SEED");
        var seeds = only is { Length: > 0 } ? [int.Parse(only, CultureInfo.InvariantCulture)] : Enumerable.Range(1, Runs);
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = HubFixture.Cancellation }, async (seed, _) =>
            await RunAsync(hub, port(hub), sessions[seed % AtATime], seed));

        await bystander.PingAsync();
        await using var late = await hub.ConnectAsync("late");
        hub.Logs.GetSnapshot().Where(record => record.Level >= LogLevel.Error).Select(record => $"{record.Message}: {record.Exception}").Should().BeEmpty("nothing that a client sends is a mistake of the hub");
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(MaxGrowth);
    }

    private static async Task RunAsync(HubFixture hub, int port, IReadOnlyList<byte[]> session, int seed)
    {
        try
        {
            await using var connection = await RawConnection.OpenAsync(hub, port);
            var reading = connection.ReadToEndAsync();
            try
            {
                await connection.WriteAsync(Mutation.Of(session, seed));
                connection.End();
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The hub has had enough.
            }

            await reading;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
        }
    }
}
