using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpEventTests
{
    private const string Upstream = "FROM /messages/* INTO $upstream";

    [Fact]
    public async Task Event_AllItsParts_ReachAnMqttReceiver()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/modules/sensor/outputs/out INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        await using var receiver = await fixture.ConnectReceiverAsync("filter");
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        var message = AmqpTestClient.Text("{\"x\":1}");
        message.Properties = new Properties
        {
            MessageId = "m-1", CorrelationId = "c-1", ContentType = "application/json", ContentEncoding = "utf-8", To = "/a/b",
            UserId = "me"u8.ToArray(), AbsoluteExpiryTime = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };
        message.MessageAnnotations = new MessageAnnotations { [new Symbol("iothub-interface-id")] = "urn:x", [new Symbol("dt-subject")] = "component" };
        message.ApplicationProperties = new ApplicationProperties
        {
            ["iothub-outputname"] = "out", ["iothub-message-schema"] = "s", ["iothub-creation-time-utc"] = "2030-01-01", ["grüße"] = "a/b=c&d %+#é", ["empty"] = "", ["none"] = null,
        };

        await events.SendAsync(message, AmqpTestClient.Patience);

        var received = await receiver.ReadPublishAsync();
        received.Payload.Should().Be("{\"x\":1}");
        var segment = received.Topic["devices/edge/modules/filter/inputs/in/".Length..];
        PropertyBag.Parse(segment).Should().BeEquivalentTo(new Dictionary<string, string?>
        {
            ["$.mid"] = "m-1", ["$.cid"] = "c-1", ["$.ct"] = "application/json", ["$.ce"] = "utf-8", ["$.to"] = "/a/b", ["$.uid"] = "me",
            ["$.exp"] = "2030-01-02T03:04:05.0000000Z", ["$.ifid"] = "urn:x", ["$.sub"] = "component", ["$.schema"] = "s", ["$.ctime"] = "2030-01-01",
            ["grüße"] = "a/b=c&d %+#é", ["empty"] = "", ["none"] = null, ["$.cdid"] = "edge", ["$.cmid"] = "sensor",
        });
    }

    [Fact]
    public async Task Event_PropertiesThatAreNoText_LoseTheirValuesAndAreLoggedOnce()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        for (var i = 0; i < 2; i++)
        {
            var message = AmqpTestClient.Text("x");
            message.ApplicationProperties = new ApplicationProperties { ["number"] = 5, ["flag"] = true };
            message.Properties = new Properties();
            message.Properties.SetMessageId(new Guid("11112222-3333-4444-5555-666677778888"));
            await events.SendAsync(message, AmqpTestClient.Patience);
        }

        var stored = await UpstreamReader.ReadAsync(fixture, 2);
        stored[0].Properties.Should().BeEquivalentTo(new Dictionary<string, string?> { ["number"] = null, ["flag"] = null });
        stored[0].SystemProperties["messageId"].Should().Be("11112222-3333-4444-5555-666677778888");
        fixture.Warnings.Where(warning => warning.Contains("no text")).Should().ContainSingle().Which.Should().Contain("edge/sensor").And.Contain("'number'");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(262_144)]
    public async Task Event_UpToTheLimit_IsTaken(int size)
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        await events.SendAsync(AmqpTestClient.Text(new string('x', size)), AmqpTestClient.Patience);

        (await UpstreamReader.ReadAsync(fixture, 1))[0].Body.Length.Should().Be(size);
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(1_048_000)]
    [InlineData(5_000_000)]
    public async Task Event_TooLarge_IsRejectedAndItsLinkLivesOn(int size)
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        var send = () => events.SendAsync(AmqpTestClient.Text(new string('x', size)), AmqpTestClient.Patience);

        (await send.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"amqp:link:message-size-exceeded");
        await events.SendAsync(AmqpTestClient.Text("small"), AmqpTestClient.Patience);
        (await UpstreamReader.BodiesAsync(fixture, 1)).Should().Equal("small");
    }

    [Fact]
    public async Task Event_Malformed_IsRejectedAndItsLinkLivesOn()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        var send = () => events.SendAsync(new Message { BodySection = new AmqpSequence { List = new[] { (object)1 } } }, AmqpTestClient.Patience);

        (await send.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"com.microsoft:argument-error");
        await events.SendAsync(AmqpTestClient.Text("good"), AmqpTestClient.Patience);
        (await UpstreamReader.BodiesAsync(fixture, 1)).Should().Equal("good");
    }

    [Fact]
    public async Task Event_ManyAtOnce_AreKeptInOrder()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => events.SendAsync(AmqpTestClient.Text($"{i}"), AmqpTestClient.Patience)));

        (await UpstreamReader.BodiesAsync(fixture, 3000)).Should().Equal(Enumerable.Range(0, 3000).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Event_SettledByItsSender_IsKept()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.SenderAsync("/devices/edge/modules/sensor/messages/events", attach => attach.SndSettleMode = SenderSettleMode.Settled);

        for (var i = 0; i < 1500; i++)
            events.Send(AmqpTestClient.Text($"{i}"), null, null, null);

        (await UpstreamReader.ReadAsync(fixture, 1500)).Should().HaveCount(1500);
    }

    [Fact]
    public async Task Batch_OfMessages_IsKeptMessageByMessage()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        var first = AmqpTestClient.Text("one");
        first.ApplicationProperties = new ApplicationProperties { ["a"] = "1" };

        await events.SendAsync(Batch(first, AmqpTestClient.Text("two")), AmqpTestClient.Patience);

        (await UpstreamReader.ReadAsync(fixture, 2))[0].Properties.Should().Contain("a", "1");
        (await UpstreamReader.BodiesAsync(fixture, 2)).Should().Equal("one", "two");
    }

    [Fact]
    public async Task Batch_WithOneMessageTooLarge_IsRejectedAsAWhole()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Upstream);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        var send = () => events.SendAsync(Batch(AmqpTestClient.Text("one"), AmqpTestClient.Text(new string('x', 300_000))), AmqpTestClient.Patience);

        (await send.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"amqp:link:message-size-exceeded");
        await events.SendAsync(AmqpTestClient.Text("after"), AmqpTestClient.Patience);
        (await UpstreamReader.BodiesAsync(fixture, 1)).Should().Equal("after");
    }

    [Fact]
    public async Task Event_NobodyTakes_IsAcceptedNevertheless()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        var send = () => events.SendAsync(AmqpTestClient.Text("x"), AmqpTestClient.Patience);

        await send.Should().NotThrowAsync();
    }

    private static Message Batch(params Message[] messages)
    {
        var sections = new DataList();
        foreach (var message in messages)
        {
            var encoded = message.Encode();
            sections.Add(new Data { Binary = encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray() });
        }

        return new Message { BodySection = sections, Format = 0x80013700 };
    }
}
