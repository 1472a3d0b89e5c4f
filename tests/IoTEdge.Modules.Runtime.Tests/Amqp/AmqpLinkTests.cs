using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpLinkTests
{
    [Theory]
    [InlineData("/devices/edge/modules/sensor/nothing")]
    [InlineData("/devices/edge/modules/sensor/messages/deviceBound")]
    [InlineData("/somewhere/else")]
    [InlineData("")]
    public async Task Link_ToNothing_IsRefusedWithNotFound(string address)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");

        var attach = () => client.SenderAsync(address);

        (await attach.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"amqp:not-found");
    }

    [Theory]
    [InlineData("/devices/edge/modules/a%3Ab/messages/events")]
    [InlineData("/devices/edge/modules/a:b/messages/events")]
    [InlineData("devices/edge/modules/a:b/messages/Events/")]
    [InlineData("amqps://gateway:5671/Devices/edge/Modules/a:b/messages/events")]
    public async Task Link_WithTheAddressAsClientsWriteIt_IsAttached(string address)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "a:b");

        (await client.SenderAsync(address)).LinkState.Should().Be(LinkState.Attached);
    }

    [Fact]
    public async Task Link_ToTheSameNodeAgain_TakesOver()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var first = await client.EventsAsync("sensor");

        var second = await client.EventsAsync("sensor");

        (await AmqpTestClient.ClosedAsync(first))!.Condition.Should().Be((Symbol)"amqp:link:stolen");
        await second.SendAsync(AmqpTestClient.Text("x"), AmqpTestClient.Patience);
    }

    [Fact]
    public async Task Pair_OfLinksWithDifferentCorrelationIds_KeepsTheNewerOne()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        const string address = "/devices/edge/modules/sensor/twin";

        var sender = await client.SenderAsync(address, attach => Correlate(attach, "twin:1"));
        var receiver = await client.ReceiverAsync(address, 10, attach => Correlate(attach, "twin:1"));
        sender.IsClosed.Should().BeFalse();
        await client.ReceiverAsync(address, 10, attach => Correlate(attach, "twin:2"));

        (await AmqpTestClient.ClosedAsync(receiver))!.Condition.Should().Be((Symbol)"amqp:link:stolen");
        (await AmqpTestClient.ClosedAsync(sender))!.Condition.Should().Be((Symbol)"amqp:link:detach-forced");
    }

    [Fact]
    public async Task Client_OnASecondConnection_TakesOverAndTheFirstIsToldNotToComeBack()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var first = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await first.EventsAsync("sensor");

        await using var second = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        await second.EventsAsync("sensor");

        (await AmqpTestClient.ClosedAsync(events))!.Condition.Should().Be((Symbol)"amqp:link:stolen");
    }

    [Fact]
    public async Task Client_OnMqttMeanwhile_TakesOverToo()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var first = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await first.EventsAsync("sensor");

        await using var second = await fixture.ConnectAsync("sensor");

        (await AmqpTestClient.ClosedAsync(events))!.Condition.Should().Be((Symbol)"amqp:link:stolen");
    }

    [Fact]
    public async Task Client_WhoseLastLinkIsGone_IsNoLongerConnected()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        fixture.Hub.IsConnected(HubFixture.Identity("sensor")).Should().BeTrue();

        await events.CloseAsync(AmqpTestClient.Patience);

        await Processes.Eventually.IsTrueAsync(() => !fixture.Hub.IsConnected(HubFixture.Identity("sensor")), () => "it is connected");
        (await client.EventsAsync("sensor")).LinkState.Should().Be(LinkState.Attached);
    }

    [Fact]
    public async Task Hub_ThatStops_DetachesLinksAndClosesTheConnection()
    {
        var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        var receiver = await client.InputsAsync("sensor");

        await fixture.DisposeAsync();

        (await AmqpTestClient.ClosedAsync(events))!.Condition.Should().Be((Symbol)"amqp:link:detach-forced");
        (await AmqpTestClient.ClosedAsync(receiver))!.Condition.Should().Be((Symbol)"amqp:link:detach-forced");
        (await AmqpTestClient.ClosedAsync(client.Connection))!.Condition.Should().Be((Symbol)"amqp:connection:forced");
        fixture.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task LeafDevice_SendsEventsAndHasNoInputs()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");
        var device = await fixture.Hub.Identities.PutAsync(new ClientIdentity("leaf", null), new IdentityChange(), HubFixture.Cancellation);
        await using var client = await AmqpTestClient.OpenAsync(fixture);
        await client.PutTokenAsync(AmqpTestClient.Token(device));

        var events = await client.SenderAsync("/devices/leaf/messages/events");
        await events.SendAsync(AmqpTestClient.Text("from a leaf"), AmqpTestClient.Patience);
        var inputs = () => client.ReceiverAsync("/devices/leaf/messages/events", 1);

        (await inputs.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"amqp:not-found");
        var message = (await UpstreamReader.ReadAsync(fixture, 1))[0];
        (message.DeviceId, message.ModuleId).Should().Be(("leaf", null));
    }

    private static void Correlate(Attach attach, string id) =>
        attach.Properties = new Fields { [new Symbol("com.microsoft:channel-correlation-id")] = id };
}
