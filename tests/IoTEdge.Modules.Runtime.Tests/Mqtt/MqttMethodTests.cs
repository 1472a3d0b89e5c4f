using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttMethodTests
{
    [Fact]
    public async Task Invoke_SubscribedModule_GetsItsAnswer()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await client.SubscribeAsync("$iothub/methods/POST/#");

        var calling = InvokeAsync(fixture, "{\"methodName\":\"reset\",\"payload\":{\"a\":1}}");

        var request = await client.ReadPublishAsync();
        request.Topic.Should().StartWith("$iothub/methods/POST/reset/?$rid=");
        request.Payload.Should().Be("{\"a\":1}");
        var rid = request.Topic[(request.Topic.IndexOf("$rid=", StringComparison.Ordinal) + 5)..];
        await client.PublishAsync($"$iothub/methods/res/207/?$rid={rid}", "{\"ok\":true}", 0, MqttQualityOfService.AtMostOnce);
        var result = await calling;
        result.Outcome.Should().Be(MethodOutcome.Answered);
        result.Status.Should().Be(207);
        result.Payload!.ToJsonString().Should().Be("{\"ok\":true}");
    }

    [Fact]
    public async Task Invoke_NotConnected_IsNotFoundAtOnce()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RegisterAsync("filter");

        var result = await InvokeAsync(fixture, "{\"methodName\":\"reset\"}");

        result.Outcome.Should().Be(MethodOutcome.NotConnected);
    }

    [Fact]
    public async Task Invoke_ModuleThatConnectsWithinTheTimeout_IsCalled()
    {
        await using var fixture = await HubFixture.StartAsync();
        var calling = InvokeAsync(fixture, "{\"methodName\":\"reset\",\"connectTimeoutInSeconds\":30}");

        await using var client = await fixture.ConnectAsync("filter");
        await client.SendAsync(output => MqttPacketWriter.WriteSubscribe(output, 3, [new MqttSubscription("$iothub/methods/POST/#", MqttQualityOfService.AtMostOnce)]));

        // The call may come before the answer to the subscription.
        string? rid = null;
        while (rid is null)
        {
            rid = await client.ReadAnyAsync(frame =>
                frame.Type == MqttPacketType.Publish && ReceivedMessage.From(MqttPublish.Read(frame)).Topic.Split("$rid=") is [_, var id] ? id : null);
        }

        await client.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "", 0, MqttQualityOfService.AtMostOnce);
        (await calling).Should().BeEquivalentTo(new { Outcome = MethodOutcome.Answered, Status = 200, Payload = (JsonNode?)null });
    }

    [Fact]
    public async Task Respond_OtherModule_DoesNotCount()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("filter");
        await using var other = await fixture.ConnectAsync("other");
        await client.SubscribeAsync("$iothub/methods/POST/#");
        var calling = InvokeAsync(fixture, "{\"methodName\":\"reset\"}");
        var rid = (await client.ReadPublishAsync()).Topic.Split("$rid=")[1];

        await other.PublishAsync($"$iothub/methods/res/500/?$rid={rid}", "", 2);
        await other.ReadPubAckAsync();
        await client.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "", 2);

        (await calling).Status.Should().Be(200);
    }

    private static Task<MethodResult> InvokeAsync(HubFixture fixture, string request) =>
        fixture.Hub.Methods.InvokeAsync(HubFixture.Identity("filter"), MethodRequest.Parse(JsonNode.Parse(request)!.AsObject()), HubFixture.Cancellation);
}
