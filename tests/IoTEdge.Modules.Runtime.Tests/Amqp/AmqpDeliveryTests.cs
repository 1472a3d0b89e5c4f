using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpDeliveryTests
{
    private const string Route = "FROM /messages/modules/sensor/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")";

    [Fact]
    public async Task Input_FromMqtt_HasAllItsParts()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using var sender = await fixture.ConnectAsync("sensor");
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var inputs = await client.InputsAsync("filter");

        await sender.PublishAsync(
            "devices/edge/modules/sensor/messages/events/%24.mid=m-1&%24.cid=c-1&%24.uid=me&%24.to=%2Fa&%24.ct=application%2Fjson&%24.ce=utf-8"
            + "&%24.exp=2030-01-02T03%3A04%3A05.0000000Z&%24.schema=s&%24.ctime=t&%24.sub=component&gr%C3%BC%C3%9Fe=a%2Fb%3Dc&empty=&none",
            "{\"x\":1}", 1);
        var message = await AmqpTestClient.ReadAsync(inputs);

        Encoding.UTF8.GetString((byte[])message.Body).Should().Be("{\"x\":1}");
        var properties = message.Properties;
        (properties.MessageId, properties.CorrelationId, properties.To, (string)properties.ContentType, (string)properties.ContentEncoding).Should().Be(("m-1", "c-1", "/a", "application/json", "utf-8"));
        Encoding.UTF8.GetString(properties.UserId).Should().Be("me");
        properties.AbsoluteExpiryTime.Should().Be(new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        message.ApplicationProperties.Map.Should().BeEquivalentTo(new Dictionary<object, object?>
        {
            ["iothub-message-schema"] = "s", ["iothub-creation-time-utc"] = "t", ["grüße"] = "a/b=c", ["empty"] = "", ["none"] = null,
        });
        var annotations = message.MessageAnnotations;
        annotations[new Symbol("x-opt-input-name")].Should().Be("in");
        annotations[new Symbol("iothub-connection-device-id")].Should().Be("edge");
        annotations[new Symbol("iothub-connection-module-id")].Should().Be("sensor");
        annotations[new Symbol("dt-subject")].Should().Be("component");
        annotations[new Symbol("iothub-deliverycount")].Should().Be((byte)0);
        annotations[new Symbol("x-opt-sequence-number")].Should().BeOfType<ulong>();
        annotations[new Symbol("iothub-enqueuedtime")].Should().BeOfType<DateTime>();
        // Microsoft's C# client reads its lock token out of the tag.
        new Guid(message.DeliveryTag).ToString().Should().Be((string)annotations[new Symbol("x-opt-lock-token")]);
    }

    [Fact]
    public async Task Inputs_Accepted_ComeOneAfterTheOther()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var events = await client.EventsAsync("sensor");
        var inputs = await client.InputsAsync("filter");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => events.SendAsync(AmqpTestClient.Text($"{i}"), AmqpTestClient.Patience)));

        for (var i = 0; i < 300; i++)
        {
            var message = await AmqpTestClient.ReadAsync(inputs);
            Encoding.UTF8.GetString((byte[])message.Body).Should().Be($"{i}");
            inputs.Accept(message);
        }
    }

    // Both lose a module's message, as at edgeHub; the next one comes at once.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Input_ReleasedOrRejected_IsGone(bool isRejected)
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var events = await client.EventsAsync("sensor");
        var inputs = await client.InputsAsync("filter");
        await events.SendAsync(AmqpTestClient.Text("one"), AmqpTestClient.Patience);
        await events.SendAsync(AmqpTestClient.Text("two"), AmqpTestClient.Patience);

        var one = await AmqpTestClient.ReadAsync(inputs);
        if (isRejected) inputs.Reject(one);
        else inputs.Release(one);
        var two = await AmqpTestClient.ReadAsync(inputs);
        inputs.Accept(two);

        Encoding.UTF8.GetString((byte[])two.Body).Should().Be("two");
        await Processes.Eventually.IsTrueAsync(() => fixture.Hub.ReadStatistics().Endpoints.All(endpoint => endpoint.Queued == 0), () => "messages are left");
    }

    [Fact]
    public async Task Input_Modified_ComesAgainWhenItsTimeIsOver()
    {
        await using var fixture = await HubFixture.StartAsync(acknowledgeTimeout: TimeSpan.FromSeconds(2));
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var inputs = await client.InputsAsync("filter");
        await (await client.EventsAsync("sensor")).SendAsync(AmqpTestClient.Text("one"), AmqpTestClient.Patience);

        inputs.Modify(await AmqpTestClient.ReadAsync(inputs), deliveryFailed: true);
        var again = await AmqpTestClient.ReadAsync(inputs);

        again.MessageAnnotations[new Symbol("iothub-deliverycount")].Should().Be((byte)1);
        fixture.Warnings.Should().ContainSingle().Which.Should().Contain("edge/filter").And.Contain("'Modified'");
    }

    [Fact]
    public async Task Input_NotSettled_ComesAgainAndCanStillBeSettled()
    {
        await using var fixture = await HubFixture.StartAsync(acknowledgeTimeout: TimeSpan.FromSeconds(2));
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var inputs = await client.InputsAsync("filter");
        var events = await client.EventsAsync("sensor");
        await events.SendAsync(AmqpTestClient.Text("one"), AmqpTestClient.Patience);
        await events.SendAsync(AmqpTestClient.Text("two"), AmqpTestClient.Patience);

        await AmqpTestClient.ReadAsync(inputs);
        var again = await AmqpTestClient.ReadAsync(inputs);
        Encoding.UTF8.GetString((byte[])again.Body).Should().Be("one");
        inputs.Accept(again);

        Encoding.UTF8.GetString((byte[])(await AmqpTestClient.ReadAsync(inputs)).Body).Should().Be("two");
    }

    [Fact]
    public async Task Input_OnALinkThatSettlesSecond_IsSettledByTheHub()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var inputs = await client.ReceiverAsync("/devices/edge/modules/filter/messages/events", 10, attach => attach.RcvSettleMode = ReceiverSettleMode.Second);
        var events = await client.EventsAsync("sensor");
        await events.SendAsync(AmqpTestClient.Text("one"), AmqpTestClient.Patience);
        await events.SendAsync(AmqpTestClient.Text("two"), AmqpTestClient.Patience);

        inputs.Accept(await AmqpTestClient.ReadAsync(inputs));

        Encoding.UTF8.GetString((byte[])(await AmqpTestClient.ReadAsync(inputs)).Body).Should().Be("two");
    }

    [Fact]
    public async Task Inputs_WithoutCredit_WaitForIt()
    {
        await using var fixture = await HubFixture.StartAsync(window: 50);
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var inputs = await client.InputsAsync("filter", credit: 0);
        var events = await client.EventsAsync("sensor");
        for (var i = 0; i < 20; i++)
            await events.SendAsync(AmqpTestClient.Text($"{i}"), AmqpTestClient.Patience);
        (await inputs.ReceiveAsync(TimeSpan.FromMilliseconds(200))).Should().BeNull();

        inputs.SetCredit(3, CreditMode.Manual);
        for (var i = 0; i < 3; i++)
            inputs.Accept(await AmqpTestClient.ReadAsync(inputs));
        (await inputs.ReceiveAsync(TimeSpan.FromMilliseconds(200))).Should().BeNull("the credit is used up");
        // The same credit once more, which the library takes for a withdrawal.
        inputs.SetCredit(17, CreditMode.Manual);
        inputs.SetCredit(17, CreditMode.Manual);

        for (var i = 3; i < 20; i++)
            Encoding.UTF8.GetString((byte[])(await AmqpTestClient.ReadAsync(inputs)).Body).Should().Be($"{i}");
    }

    [Fact]
    public async Task Inputs_OfALinkThatGoes_ComeAgainOnTheNext()
    {
        await using var fixture = await HubFixture.StartAsync(window: 10);
        await fixture.RouteAsync(Route);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor", "filter");
        var first = await client.InputsAsync("filter");
        var events = await client.EventsAsync("sensor");
        for (var i = 0; i < 5; i++)
            await events.SendAsync(AmqpTestClient.Text($"{i}"), AmqpTestClient.Patience);
        first.Accept(await AmqpTestClient.ReadAsync(first));
        await AmqpTestClient.ReadAsync(first);
        await first.CloseAsync(AmqpTestClient.Patience);

        var second = await client.InputsAsync("filter");

        for (var i = 1; i < 5; i++)
        {
            var message = await AmqpTestClient.ReadAsync(second);
            Encoding.UTF8.GetString((byte[])message.Body).Should().Be($"{i}");
            second.Accept(message);
        }
    }
}
