using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Runtime.Tests.Mqtt;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

public sealed class HubCommandTests
{
    [Fact]
    public async Task Kill_WhileMessagesFlow_LosesNothingThatWasAcknowledged()
    {
        using var directory = new TemporaryDirectory();
        var modules = await PrepareAsync(directory);
        var acknowledged = 0;
        var received = new HashSet<string>();
        for (var run = 0; run < 3; run++)
        {
            await using var hub = await HubProcess.StartAsync(directory.NewPath());
            await using var sender = await ConnectAsync(directory, hub, modules.Sensor);
            await using var receiver = await ConnectAsync(directory, hub, modules.Filter);
            var receiving = ReceiveAsync(receiver, received, until: () => false);
            var until = acknowledged + 200;
            for (; acknowledged < until; acknowledged++)
            {
                await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", $"{acknowledged}", 1);
                await sender.ReadPubAckAsync();
            }

            await hub.KillAsync();
            await receiving;
        }

        await using var last = await HubProcess.StartAsync(directory.NewPath());
        await using var rest = await ConnectAsync(directory, last, modules.Filter);
        await ReceiveAsync(rest, received, until: () => received.Count == acknowledged);
        received.Should().HaveCount(acknowledged);
    }

    private static async Task<(RegisteredClient Sensor, RegisteredClient Filter)> PrepareAsync(TemporaryDirectory directory)
    {
        await using var fixture = await HubFixture.StartAsync(directory: directory);
        await fixture.RouteAsync("FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        return (await fixture.RegisterAsync("sensor"), await fixture.RegisterAsync("filter"));
    }

    private static async Task<MqttTestClient> ConnectAsync(TemporaryDirectory directory, HubProcess hub, RegisteredClient module)
    {
        var client = await MqttTestClient.OpenAsync(hub.MqttPort, Path.Combine(directory.NewPath(), "ca.pem"), HubFixture.Cancellation);
        await client.ConnectAsync(HubFixture.Login(module));
        return client;
    }

    /// <summary>Receives and acknowledges until enough came or the hub is gone.</summary>
    private static async Task ReceiveAsync(MqttTestClient client, HashSet<string> received, Func<bool> until)
    {
        try
        {
            while (!until())
            {
                var message = await client.ReadPublishAsync();
                received.Add(message.Payload);
                await client.AcknowledgeAsync(message.PacketId);
            }
        }
        catch (IOException)
        {
            // Killed.
        }
    }
}
