using System.Text;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpTwinTests
{
    private const string Address = "/devices/edge/modules/filter/twin";

    [Fact]
    public async Task Get_Twin_GivesTheDocument()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 25 }, HubFixture.Cancellation);
        var (requests, answers) = await AttachAsync(client);

        var (status, version, body) = await AskAsync(requests, answers, "GET", " ");

        status.Should().Be(200);
        version.Should().BeNull();
        JsonNode.Parse(body)!["desired"]!.ToJsonString().Should().Be("{\"max\":25,\"$version\":2}");
    }

    [Fact]
    public async Task Patch_Reported_IsKeptAndAnsweredWithItsVersion()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var (requests, answers) = await AttachAsync(client);

        var (status, version, body) = await AskAsync(requests, answers, "PATCH", "{\"alerts\":1}");

        (status, version, body).Should().Be((204, 2L, ""));
        (await fixture.Hub.Twins.GetAsync(HubFixture.Identity("filter"), HubFixture.Cancellation)).Reported.ToWire().ToJsonString().Should().Be("{\"alerts\":1,\"$version\":2}");
    }

    [Theory]
    [InlineData("PATCH", "[1]")]
    [InlineData("PATCH", "{\"a.b\":1}")]
    [InlineData("PATCH", "{")]
    [InlineData("POST", "{}")]
    public async Task Request_ThatIsWrong_IsAnsweredWith400AndJson(string operation, string body)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var (requests, answers) = await AttachAsync(client);

        var (status, _, answer) = await AskAsync(requests, answers, operation, body);

        status.Should().Be(400);
        JsonNode.Parse(answer)!["errorCode"]!.GetValue<int>().Should().Be(400_000);
        JsonNode.Parse(answer)!["message"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Request_WithoutCorrelationId_IsNotAnswered()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var (requests, answers) = await AttachAsync(client);

        await requests.SendAsync(new Message { MessageAnnotations = new MessageAnnotations { [new Symbol("operation")] = "GET" }, BodySection = new Data { Binary = [] } }, AmqpTestClient.Patience);

        // The next answer is the next request's.
        (await AskAsync(requests, answers, "GET", "")).Status.Should().Be(200);
    }

    [Fact]
    public async Task DesiredChanges_ComeWithTheLinkAndStopWhenTheyAreUnsubscribed()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var (requests, answers) = await AttachAsync(client);

        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 1 }, HubFixture.Cancellation);
        var change = await AmqpTestClient.ReadAsync(answers);
        (change.Properties?.GetCorrelationId()).Should().BeNull();
        Encoding.UTF8.GetString((byte[])change.Body).Should().Be("{\"max\":1,\"$version\":2}");

        (await AskAsync(requests, answers, "DELETE", "")).Status.Should().Be(200);
        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 2 }, HubFixture.Cancellation);
        (await AskAsync(requests, answers, "PUT", "")).Status.Should().Be(200);
        await fixture.Hub.Twins.PatchDesiredAsync(HubFixture.Identity("filter"), new JsonObject { ["max"] = 3 }, HubFixture.Cancellation);

        Encoding.UTF8.GetString((byte[])(await AmqpTestClient.ReadAsync(answers)).Body).Should().Be("{\"max\":3,\"$version\":4}");
    }

    [Fact]
    public async Task Answers_WithoutCredit_AreBounded()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "filter");
        var (requests, answers) = await AttachAsync(client, credit: 0);

        for (var i = 0; i < 1100; i++)
        {
            var request = new Message { MessageAnnotations = new MessageAnnotations { [new Symbol("operation")] = "GET" }, Properties = new Properties { CorrelationId = $"{i}" } };
            request.BodySection = new Data { Binary = [] };
            await requests.SendAsync(request, AmqpTestClient.Patience);
        }

        (await AmqpTestClient.ClosedAsync(answers))!.Condition.Should().Be((Symbol)"amqp:resource-limit-exceeded");
    }

    private static async Task<(SenderLink Requests, ReceiverLink Answers)> AttachAsync(AmqpTestClient client, int credit = 100)
    {
        var requests = await client.SenderAsync(Address);
        return (requests, await client.ReceiverAsync(Address, credit));
    }

    private static async Task<(int Status, long? Version, string Body)> AskAsync(SenderLink requests, ReceiverLink answers, string operation, string body)
    {
        var id = Guid.NewGuid().ToString();
        var request = AmqpTestClient.Text(body);
        request.Properties = new Properties { CorrelationId = id };
        request.MessageAnnotations = new MessageAnnotations { [new Symbol("operation")] = operation, [new Symbol("resource")] = "/properties/reported" };
        await requests.SendAsync(request, AmqpTestClient.Patience);
        var answer = await AmqpTestClient.ReadAsync(answers);
        answer.Properties.CorrelationId.Should().Be(id);
        return ((int)answer.MessageAnnotations[new Symbol("status")], (long?)answer.MessageAnnotations[new Symbol("version")], Encoding.UTF8.GetString((byte[])answer.Body));
    }
}
