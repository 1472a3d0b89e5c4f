using System.Net;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Hubs;
using IoTEdge.Modules.Runtime.Tests.Control;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

public sealed class LocalHubTests
{
    [Fact]
    public async Task StartAsync_PortTaken_NamesPortAndOption()
    {
        await using var first = await HubFixture.StartAsync();
        using var directory = new TemporaryDirectory();

        var start = () => LocalHub.StartAsync(
            new LocalHubOptions { StateDirectory = directory.NewPath(), MqttPort = first.Local.MqttPort, AmqpPort = 0, Hub = new EdgeHubOptions { DeviceId = "edge" } },
            HubFixture.Cancellation);

        (await start.Should().ThrowAsync<LocalHubException>()).Which.Message.Should().StartWith($"Port {first.Local.MqttPort} (MQTT), 0 (AMQP) or 0 (HTTPS) on 127.0.0.1 is taken").And.Contain("--mqtt-port");
    }

    [Fact]
    public async Task StartAsync_DirectoryOfAnotherHub_IsRefusedAndHarmsNobody()
    {
        using var directory = new TemporaryDirectory();
        await using var first = await HubFixture.StartAsync(directory: directory);

        var start = () => HubFixture.StartAsync(directory: directory);

        await start.Should().ThrowAsync<IOException>().WithMessage("*hub*");
        using var control = new Runtime.Control.HubControlClient(first.Local.ControlSocketPath);
        (await control.GetStatisticsAsync(HubFixture.Cancellation)).Dispose();
    }

    [Fact]
    public async Task StartAsync_AddressOfNobody_IsExplained()
    {
        using var directory = new TemporaryDirectory();

        var start = () => LocalHub.StartAsync(
            new LocalHubOptions { StateDirectory = directory.NewPath(), Address = "edge.local", Hub = new EdgeHubOptions { DeviceId = "edge" } }, HubFixture.Cancellation);

        (await start.Should().ThrowAsync<LocalHubException>()).Which.Message.Should().Contain("--address");
    }

    [Fact]
    public async Task DisposeAsync_ConnectedClientsAndWaitingRequests_EndAtOnce()
    {
        var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("sensor");
        using var control = new ControlTestClient(fixture.Local.ControlSocketPath);
        var polling = control.SendAsync("GET", "upstream?waitSeconds=60");
        await control.SendAsync("GET", "statistics");

        await fixture.DisposeAsync();

        await client.WaitForCloseAsync();
        (await polling).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        fixture.Warnings.Should().BeEmpty();
    }
}
