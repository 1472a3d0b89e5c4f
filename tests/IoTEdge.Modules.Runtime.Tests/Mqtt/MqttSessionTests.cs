using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttSessionTests
{
    private const string Route = "FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")";

    [Fact]
    public async Task Subscribe_AnyFilter_IsAnsweredForEach()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");

        var codes = await client.SubscribeAsync("devices/edge/modules/filter/#", "$iothub/twin/res/#", "something/else", "devices/edge/modules/other/#");

        codes.Should().Equal(1, 1, 1, MqttSubAck.Failure);
        fixture.Warnings.Should().ContainSingle().Which.Should().Contain("devices/edge/modules/other/#");
    }

    [Fact]
    public async Task Pings_WhoseAnswersAreNotRead_EndTheConnection()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        void WritePings(System.Buffers.IBufferWriter<byte> output)
        {
            for (var i = 0; i < 512 * 1024; i++)
                MqttPacketWriter.WritePingRequest(output);
        }

        var flood = async () =>
        {
            for (var i = 0; i < 128; i++)
                await client.SendAsync(WritePings);
        };

        await flood.Should().ThrowAsync<IOException>("128 MB of answers are not kept for anybody");
        fixture.Warnings.Should().Contain(warning => warning.Contains("does not read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disconnect_OfAClientThatDoesNotRead_EndsTheConnectionAllTheSame()
    {
        const int Pings = 8 * 1024 * 1024;
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var fixture = await HubFixture.StartAsync(time: time);
        await using var raw = await Fuzzing.RawConnection.OpenAsync(fixture, fixture.Local.MqttPort);
        var packets = new System.Buffers.ArrayBufferWriter<byte>();
        MqttPacketWriter.WriteConnect(packets, HubFixture.Login(await fixture.RegisterAsync("filter")));
        for (var i = 0; i < Pings; i++)
            MqttPacketWriter.WritePingRequest(packets);
        MqttPacketWriter.WriteDisconnect(packets);
        await raw.WriteAsync(packets.WrittenSpan.ToArray());
        await Processes.Eventually.IsTrueAsync(() => fixture.Hub.ConnectionChangedAt(HubFixture.Identity("filter")) is not null && !fixture.Hub.IsConnected(HubFixture.Identity("filter")), () => "the hub has not read DISCONNECT");

        // Its patience begins a moment after that.
        var looks = 0;
        await Processes.Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(6));
                return ++looks == 10;
            },
            () => "the clock stands still");

        (await raw.ReadToEndAsync()).Should().HaveCountLessThan(Pings * 2, "the rest of the answers is not kept for a client that does not read");
    }

    [Fact]
    public async Task Subscribe_QualityOfService2_IsGrantedAs1()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");

        await client.SendAsync(output => MqttPacketWriter.WriteSubscribe(output, 5, [new MqttSubscription("$iothub/twin/res/#", MqttQualityOfService.ExactlyOnce)]));

        (await client.ReadAsync(MqttPacketType.SubAck, frame => MqttSubAck.Read(frame))).ReturnCodes.Should().Equal(1);
    }

    [Fact]
    public async Task Subscriptions_CleanSessionFalse_AreBackAfterReconnect()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using (var first = await fixture.ConnectReceiverAsync("filter"))
            await first.DisconnectAsync();
        await using var sender = await fixture.ConnectAsync("sensor");
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", "waiting", 1);

        await using var second = await fixture.OpenAsync();
        var answer = await second.ConnectAsync(HubFixture.Login(fixture.Hub.Identities.Find(HubFixture.Identity("filter"))!));

        answer.SessionPresent.Should().BeTrue();
        (await second.ReadPublishAsync()).Payload.Should().Be("waiting");
    }

    [Fact]
    public async Task Subscriptions_CleanSessionTrue_AreForgotten()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using (await fixture.ConnectReceiverAsync("filter"))
        {
        }

        await using (var clean = await fixture.OpenAsync())
        {
            var answer = await clean.ConnectAsync(HubFixture.Login(fixture.Hub.Identities.Find(HubFixture.Identity("filter"))!, cleanSession: true));
            answer.SessionPresent.Should().BeFalse();
        }

        await using var again = await fixture.OpenAsync();
        (await again.ConnectAsync(HubFixture.Login(fixture.Hub.Identities.Find(HubFixture.Identity("filter"))!))).SessionPresent.Should().BeFalse();
    }

    [Fact]
    public async Task Subscriptions_OverHubRestart_AreBack()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await HubFixture.StartAsync(directory: directory))
        {
            await fixture.RouteAsync(Route);
            await using var receiver = await fixture.ConnectReceiverAsync("filter");
            await receiver.DisconnectAsync();
            await using var sender = await fixture.ConnectAsync("sensor");
            await sender.PublishAsync("devices/edge/modules/sensor/messages/events/a=b", "kept", 1);
            await sender.ReadPubAckAsync();
        }

        await using var restarted = await HubFixture.StartAsync(directory: directory);
        await using var client = await restarted.OpenAsync();
        var answer = await client.ConnectAsync(HubFixture.Login(restarted.Hub.Identities.Find(HubFixture.Identity("filter"))!));

        answer.SessionPresent.Should().BeTrue();
        var message = await client.ReadPublishAsync();
        message.Payload.Should().Be("kept");
        message.Topic.Should().Be("devices/edge/modules/filter/inputs/in/a=b&%24.cdid=edge&%24.cmid=sensor");
    }

    [Fact]
    public async Task Unsubscribe_Inputs_StopsMessages()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using var receiver = await fixture.ConnectReceiverAsync("filter");

        await receiver.SendAsync(output => MqttPacketWriter.WriteUnsubscribe(output, 6, ["devices/edge/modules/filter/#"]));
        await receiver.ReadAsync(MqttPacketType.UnsubAck, frame => frame.Type);
        await using var sender = await fixture.ConnectAsync("sensor");
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", "x", 1);
        await sender.ReadPubAckAsync();

        await receiver.PingAsync();
    }
}
