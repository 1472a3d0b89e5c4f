using System.Text;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpMethodTests
{
    private const string Address = "/devices/edge/modules/filter/methods/deviceBound";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_Answered_ReturnsStatusAndPayload(bool answersWithUuid)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var results = await client.SenderAsync(Address);
        var calls = await client.ReceiverAsync(Address, 10);

        var calling = CallAsync(fixture);
        var call = await AmqpTestClient.ReadAsync(calls);
        call.ApplicationProperties["IoThub-methodname"].Should().Be("reset");
        Encoding.UTF8.GetString((byte[])call.Body).Should().Be("{\"a\":1}");
        var answer = AmqpTestClient.Text("{\"done\":true}");
        answer.Properties = new Properties();
        answer.Properties.SetCorrelationId(answersWithUuid ? new Guid(call.Properties.CorrelationId) : call.Properties.CorrelationId);
        answer.ApplicationProperties = new ApplicationProperties { ["IoThub-status"] = 207 };
        await results.SendAsync(answer, AmqpTestClient.Patience);

        var result = await calling;
        (result.Outcome, result.Status, result.Payload!.ToJsonString()).Should().Be((MethodOutcome.Answered, 207, "{\"done\":true}"));
    }

    [Fact]
    public async Task Call_AnsweredWithAStatusThatIsNoInt_HasEdgeHubsStatusForThat()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var results = await client.SenderAsync(Address);
        var calls = await client.ReceiverAsync(Address, 10);

        var calling = CallAsync(fixture);
        var call = await AmqpTestClient.ReadAsync(calls);
        var answer = AmqpTestClient.Text("");
        answer.Properties = new Properties { CorrelationId = call.Properties.CorrelationId };
        answer.ApplicationProperties = new ApplicationProperties { ["IoThub-status"] = "200" };
        await results.SendAsync(answer, AmqpTestClient.Patience);

        (await calling).Status.Should().Be(400_000);
    }

    [Fact]
    public async Task Call_WithoutTheLink_FindsNobody()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        await client.EventsAsync("filter");
        var calls = await client.ReceiverAsync(Address, 10);
        await calls.CloseAsync(AmqpTestClient.Patience);
        // Another link's answer: what the hub did of the first is done.
        await client.EventsAsync("filter");

        (await CallAsync(fixture)).Outcome.Should().Be(MethodOutcome.NotConnected);
    }

    private static Task<MethodResult> CallAsync(HubFixture fixture) => fixture.Hub.Methods.InvokeAsync(
        HubFixture.Identity("filter"), new MethodRequest("reset", new JsonObject { ["a"] = 1 }, TimeSpan.Zero, TimeSpan.FromSeconds(20)), HubFixture.Cancellation);
}
