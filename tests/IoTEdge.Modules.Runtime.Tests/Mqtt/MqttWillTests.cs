using System.Buffers;
using System.Text;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttWillTests
{
    private const string Topic = "devices/edge/modules/sensor/messages/events/%24.on=last&why=gone";

    [Fact]
    public async Task Will_OfAClientThatVanishes_IsRoutedAsTelemetry()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /messages/modules/sensor/outputs/last INTO $upstream");
        await (await ConnectAsync(hub, Topic)).DisposeAsync();

        var message = (await hub.Hub.Upstream.ReadAsync(0, 1, TimeSpan.FromSeconds(20), HubFixture.Cancellation)).Should().ContainSingle().Subject;

        Encoding.UTF8.GetString(message.Body.Span).Should().Be("bye");
        message.Properties.Should().Contain("why", "gone");
    }

    [Fact]
    public async Task Will_OfAClientThatSaysGoodbye_IsForgotten()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /messages/* INTO $upstream");
        await using (var client = await ConnectAsync(hub, Topic))
        {
            await client.DisconnectAsync();
            await client.WaitForCloseAsync();
        }

        await Eventually.IsTrueAsync(() => !hub.Hub.IsConnected(HubFixture.Identity("sensor")), () => "sensor is still connected");
        (await hub.Hub.Upstream.ReadAsync(0, 1, TimeSpan.Zero, HubFixture.Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task Will_OfAClientThatIsDisabled_IsNotPublished()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /messages/* INTO $upstream");
        await using var client = await ConnectAsync(hub, Topic);

        await hub.Hub.Identities.PutAsync(HubFixture.Identity("sensor"), new Modules.Hub.Identities.IdentityChange { IsEnabled = false }, HubFixture.Cancellation);
        await client.WaitForCloseAsync();

        await Eventually.IsTrueAsync(() => !hub.Hub.IsConnected(HubFixture.Identity("sensor")), () => "sensor is still connected");
        (await hub.Hub.Upstream.ReadAsync(0, 1, TimeSpan.Zero, HubFixture.Cancellation)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("devices/edge/modules/other/messages/events/")]
    [InlineData("$iothub/twin/GET/?$rid=1")]
    [InlineData("anything")]
    public async Task Will_OnATopicThatIsNotTheClients_IsRefusedAndLogged(string topic)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RouteAsync("FROM /messages/* INTO $upstream");
        await (await ConnectAsync(hub, topic)).DisposeAsync();

        await Eventually.IsTrueAsync(() => hub.Warnings.Any(warning => warning.StartsWith("The will of edge/sensor is not published", StringComparison.Ordinal)), () => string.Join(", ", hub.Warnings));
    }

    private static async Task<MqttTestClient> ConnectAsync(HubFixture hub, string topic)
    {
        var login = HubFixture.Login(await hub.RegisterAsync("sensor"));
        var client = await hub.OpenAsync();
        var answer = await client.ConnectAsync(new MqttConnect
        {
            ClientId = login.ClientId,
            UserName = login.UserName,
            Password = login.Password,
            KeepAliveSeconds = 60,
            Will = new MqttWill(topic, new ReadOnlySequence<byte>("bye"u8.ToArray()), MqttQualityOfService.AtLeastOnce, Retain: false),
        });
        answer.ReturnCode.Should().Be(MqttConnectReturnCode.Accepted);
        return client;
    }
}
