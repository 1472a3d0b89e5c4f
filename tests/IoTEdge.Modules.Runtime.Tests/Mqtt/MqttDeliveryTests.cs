using System.Globalization;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttDeliveryTests
{
    private const string Events = "devices/edge/modules/sensor/messages/events/";
    private const string ToFilter = "FROM /messages/modules/sensor/outputs/readings INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")";
    private const string AllToFilter = "FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")";

    [Fact]
    public async Task Message_OfOutputWithRoute_ArrivesAtInputOnceWithProperties()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(ToFilter, AllToFilter);
        await using var sender = await fixture.ConnectAsync("sensor");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");

        await sender.PublishAsync(Events + "%24.mid=m1&%24.on=readings&machine=press%201/", "{\"celsius\":21}", 9);

        (await sender.ReadPubAckAsync()).Should().Be(9);
        var message = await receiver.ReadPublishAsync();
        message.Topic.Should().Be("devices/edge/modules/filter/inputs/in/%24.mid=m1&machine=press%201&%24.cdid=edge&%24.cmid=sensor");
        message.Payload.Should().Be("{\"celsius\":21}");
        message.QualityOfService.Should().Be(MqttQualityOfService.AtLeastOnce);
        await receiver.AcknowledgeAsync(message.PacketId);
        await receiver.PingAsync();
    }

    [Fact]
    public async Task Message_PropertiesThatFitTheSendersTopicButNotTheReceivers_AreTheSendersFault()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(AllToFilter);
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync(Events + "p=" + new string('x', ushort.MaxValue - Events.Length - 2), "too long", 1);
        await sender.WaitForCloseAsync();

        await using var again = await fixture.ConnectAsync("sensor");
        await again.PublishAsync(Events, "fits", 2);
        (await receiver.ReadPublishAsync()).Payload.Should().Be("fits");
    }

    [Fact]
    public async Task Message_WithoutProperties_StillArrivesWithAPropertySegment()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(AllToFilter);
        await using var sender = await fixture.ConnectAsync("sensor");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");

        await sender.PublishAsync("devices/edge/modules/sensor/messages/events", "", 0, MqttQualityOfService.AtMostOnce);

        (await receiver.ReadPublishAsync()).Topic.Should().Be("devices/edge/modules/filter/inputs/in/%24.cdid=edge&%24.cmid=sensor");
    }

    [Fact]
    public async Task Message_OwnTelemetry_IsNotEchoedThoughTheFilterMatches()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectReceiverAsync("sensor");

        await client.PublishAsync(Events, "x", 3);

        (await client.ReadPubAckAsync()).Should().Be(3);
        await client.PingAsync();
    }

    [Fact]
    public async Task Message_WithFlagsOfMqtt_ShowsThemAsProperties()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        await using var sender = await fixture.ConnectAsync("sensor");
        var packet = new System.Buffers.ArrayBufferWriter<byte>();
        MqttPacketWriter.WritePublish(packet, "devices/edge/modules/sensor/messages/events/%24.on=out", "x"u8, MqttQualityOfService.AtLeastOnce, 1);
        var bytes = packet.WrittenSpan.ToArray();
        // DUP and RETAIN.
        bytes[0] |= 0x09;

        await sender.SendAsync(output => System.Buffers.BuffersExtensions.Write(output, bytes));

        (await receiver.ReadPublishAsync()).Topic.Should().EndWith("/mqtt-retain=true&mqtt-dup=true&%24.cdid=edge&%24.cmid=sensor");
    }

    [Fact]
    public async Task Message_NoRoute_IsAcknowledgedAndCountedAsDropped()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync(Events, "x", 3);

        (await sender.ReadPubAckAsync()).Should().Be(3);
        fixture.Hub.ReadStatistics().Dropped.Should().Be(1);
    }

    [Fact]
    public async Task Messages_Many_AreAcknowledgedInOrderAndArriveInOrder()
    {
        const int count = 2500;
        await using var fixture = await HubFixture.StartAsync(window: 20);
        await fixture.RouteAsync(AllToFilter);
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.SendAsync(output =>
        {
            for (var i = 1; i <= count; i++)
                MqttPacketWriter.WritePublish(output, Events, System.Text.Encoding.UTF8.GetBytes($"{i}"), MqttQualityOfService.AtLeastOnce, (ushort)i);
        });
        for (var i = 1; i <= count; i++)
            (await sender.ReadPubAckAsync()).Should().Be((ushort)i);

        // More than fits in memory: the receiver comes late, and gets the rest from the store.
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        for (var i = 1; i <= count; i++)
        {
            var message = await receiver.ReadPublishAsync();
            message.Payload.Should().Be(i.ToString(CultureInfo.InvariantCulture));
            await receiver.AcknowledgeAsync(message.PacketId);
        }

        await receiver.PingAsync();
        fixture.Hub.ReadStatistics().Endpoints.Single(endpoint => endpoint.Endpoint == "filter/in").Delivered.Should().Be(count);
    }

    [Fact]
    public async Task Message_WithoutPubAck_HoldsBackTheNextOneAndIsSentAgain()
    {
        await using var fixture = await HubFixture.StartAsync(acknowledgeTimeout: TimeSpan.FromSeconds(0.5));
        await fixture.RouteAsync(AllToFilter);
        await using var sender = await fixture.ConnectAsync("sensor");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        await sender.PublishAsync(Events, "first", 1);
        await sender.PublishAsync(Events, "second", 2);

        var first = await receiver.ReadPublishAsync();
        var again = await receiver.ReadPublishAsync();

        again.Should().Be(first with { Duplicate = true });
        await receiver.AcknowledgeAsync(again.PacketId);
        (await receiver.ReadPublishAsync()).Payload.Should().Be("second");
    }

    [Fact]
    public async Task Message_NotAcknowledgedBeforeDisconnect_IsDeliveredToTheNextConnection()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(AllToFilter);
        await using var sender = await fixture.ConnectAsync("sensor");
        await using (var receiver = await fixture.ConnectReceiverAsync("filter"))
        {
            await sender.PublishAsync(Events, "x", 1);
            await receiver.ReadPublishAsync();
        }

        await using var next = await fixture.ConnectAsync("filter");

        (await next.ReadPublishAsync()).Payload.Should().Be("x");
    }

    [Fact]
    public async Task Message_AcknowledgedToSender_SurvivesAHubThatNeverStopped()
    {
        using var directory = new TemporaryDirectory();
        await using var abandoned = await HubFixture.StartAsync(directory: directory);
        await abandoned.RouteAsync(AllToFilter);
        await using var sender = await abandoned.ConnectAsync("sensor");
        for (ushort i = 1; i <= 50; i++)
            await sender.PublishAsync(Events, $"{i}", i);
        for (var i = 1; i <= 50; i++)
            await sender.ReadPubAckAsync();

        // As when its process is killed, which ends its hold on the directory.
        File.Delete(Path.Combine(abandoned.StatePath, "hub.lock"));
        await using var next = await HubFixture.StartAsync(window: 50, directory: directory);
        await using var receiver = await next.ConnectReceiverAsync("filter");

        for (var i = 1; i <= 50; i++)
            (await receiver.ReadPublishAsync()).Payload.Should().Be(i.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Message_OfAnotherModulesTopic_ClosesThatConnectionOnly()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(AllToFilter);
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync("devices/edge/modules/another/messages/events/", "x", 1);

        await sender.WaitForCloseAsync();
        await receiver.PingAsync();
        fixture.Warnings.Should().ContainSingle().Which.Should().StartWith("edge/sensor is disconnected: Invalid telemetry topic");
    }

    [Theory]
    [InlineData("devices/edge/modules/sensor/messages/events/a=%zz")]
    [InlineData("devices/edge/modules/sensor/inputs/in/a=b")]
    [InlineData("$iothub/twin/DELETE/?$rid=1")]
    [InlineData("anything")]
    public async Task Message_BadTopic_ClosesThatConnectionOnly(string topic)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var other = await fixture.ConnectAsync("other");
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync(topic, "x", 1);

        await sender.WaitForCloseAsync();
        await other.PingAsync();
        fixture.Warnings.Should().ContainSingle();
    }

    [Fact]
    public async Task Message_QualityOfService2_ClosesTheConnection()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync(Events, "x", 1, MqttQualityOfService.ExactlyOnce);

        await sender.WaitForCloseAsync();
        fixture.Warnings.Should().ContainSingle().Which.Should().Contain("quality of service 2");
    }

    [Theory]
    [InlineData(262_144, true)]
    [InlineData(262_145, false)]
    public async Task Message_OfAnySize_IsTakenUpToTheLimit(int size, bool isTaken)
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");
        await using var sender = await fixture.ConnectAsync("sensor");

        await sender.PublishAsync(Events, new string('x', size), 1);

        if (isTaken)
            await sender.ReadPubAckAsync();
        else
            await sender.WaitForCloseAsync();
    }

    [Fact]
    public async Task Message_ToUpstream_IsThereToLookAt()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");
        await using var sender = await fixture.ConnectAsync("sensor");
        var waiting = fixture.Hub.Upstream.ReadAsync(0, 10, TimeSpan.FromSeconds(20), HubFixture.Cancellation);

        await sender.PublishAsync(Events + "%24.mid=m1&%24.ct=application%2Fjson&%24.on=alerts&machine=press&flag", "{}", 1);

        var message = (await waiting).Should().ContainSingle().Subject;
        message.ModuleId.Should().Be("sensor");
        message.Output.Should().Be("alerts");
        message.Properties.Should().BeEquivalentTo(new Dictionary<string, string?> { ["machine"] = "press", ["flag"] = null });
        message.SystemProperties.Should().Contain("messageId", "m1").And.Contain("contentType", "application/json").And.ContainKey("edgeMessageId")
            .And.Contain("connectionModuleId", "sensor").And.Contain("outputName", "alerts");
        (await fixture.Hub.Upstream.ReadAsync(message.Sequence, 10, TimeSpan.Zero, HubFixture.Cancellation)).Should().BeEmpty();
    }
}
