using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

/// <summary>Devices that talk to the hub themselves, beside the modules of the edge device.</summary>
public sealed class LeafDeviceTests
{
    private const string Events = "devices/thermometer/messages/events/";

    [Fact]
    public async Task Telemetry_OfALeafDevice_IsRoutedAsADevices()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream", "FROM /messages/modules/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var device = await ConnectAsync(fixture);

        await device.PublishAsync(Events, "21", 1);

        (await device.ReadPubAckAsync()).Should().Be(1);
        var message = (await fixture.Hub.Upstream.ReadAsync(0, 10, TimeSpan.FromSeconds(10), HubFixture.Cancellation)).Should().ContainSingle().Subject;
        message.DeviceId.Should().Be("thermometer");
        message.ModuleId.Should().BeNull();
        message.SystemProperties.Should().NotContainKey("connectionModuleId").And.Contain("edgeHubOriginInterface", "downstream");
        fixture.Hub.ReadStatistics().Endpoints.Should().Contain(endpoint => endpoint.Endpoint == "filter/in" && endpoint.Queued == 0, "a device is no module");
    }

    [Fact]
    public async Task Telemetry_OfALeafDevice_ReachesAModule()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var filter = await fixture.ConnectReceiverAsync("filter");
        await using var device = await ConnectAsync(fixture);

        await device.PublishAsync(Events + "unit=C", "21", 1);

        var received = await filter.ReadPublishAsync();
        received.Topic.Should().Be("devices/edge/modules/filter/inputs/in/unit=C&%24.cdid=thermometer");
    }

    [Fact]
    public async Task Telemetry_OnTheTopicOfAModule_EndsTheConnection()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var device = await ConnectAsync(fixture);

        await device.PublishAsync("devices/thermometer/modules/filter/messages/events/", "21", 1);

        await device.WaitForCloseAsync();
        fixture.Warnings.Should().ContainSingle().Which.Should().Contain("a client publishes only on its own topic");
    }

    [Fact]
    public async Task Twin_OfALeafDevice_WorksAsAModules()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var device = await ConnectAsync(fixture);
        await device.SubscribeAsync("$iothub/twin/res/#", "$iothub/twin/PATCH/properties/desired/#");

        await device.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"firmware":"1.1"}""", 0, MqttQualityOfService.AtMostOnce);

        (await device.ReadPublishAsync()).Topic.Should().StartWith("$iothub/twin/res/204/?$rid=1");
        await fixture.Hub.Twins.PatchDesiredAsync(Thermometer, new System.Text.Json.Nodes.JsonObject { ["interval"] = 5 }, HubFixture.Cancellation);
        (await device.ReadPublishAsync()).Topic.Should().Be("$iothub/twin/PATCH/properties/desired/?$version=2");
    }

    [Fact]
    public async Task Delete_OfADevice_TakesItsModulesAlong()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var device = await ConnectAsync(fixture);
        await fixture.Hub.Identities.PutAsync(new ClientIdentity("thermometer", "probe"), new IdentityChange(), HubFixture.Cancellation);

        await fixture.Hub.DeleteAsync(Thermometer, HubFixture.Cancellation);

        await device.WaitForCloseAsync();
        fixture.Hub.Identities.All.Should().NotContain(client => client.Identity.DeviceId == "thermometer");
    }

    private static ClientIdentity Thermometer => new("thermometer", null);

    private static async Task<MqttTestClient> ConnectAsync(HubFixture fixture)
    {
        var device = await fixture.Hub.Identities.PutAsync(Thermometer, new IdentityChange(), HubFixture.Cancellation);
        var client = await fixture.OpenAsync();
        (await client.ConnectAsync(HubFixture.Login(device))).ReturnCode.Should().Be(MqttConnectReturnCode.Accepted);
        return client;
    }
}
