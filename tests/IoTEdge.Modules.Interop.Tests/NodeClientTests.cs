using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>Microsoft's Node client and ours on one hub: each is a module to the other.</summary>
public sealed class NodeClientTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Mqtt")]
    [InlineData("Amqp")]
    public async Task NodeClient_EverythingThatAModuleDoes_WorksAgainstTheHub(string transport)
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var nodeConnection = await hub.AddModuleAsync("node", transport == "Amqp" ? hub.AmqpPort : null, Cancellation);
        var oursConnection = await hub.AddModuleAsync("ours", null, Cancellation);
        await hub.SetRoutesAsync(new JsonObject
        {
            ["toOurs"] = "FROM /messages/modules/node/outputs/out INTO BrokeredEndpoint(\"/modules/ours/inputs/fromNode\")",
            ["toNode"] = "FROM /messages/modules/ours/outputs/out INTO BrokeredEndpoint(\"/modules/node/inputs/fromOurs\")",
        }, Cancellation);
        await hub.PatchDesiredAsync("node", new JsonObject { ["interval"] = 5 }, Cancellation);

        var received = Channel.CreateUnbounded<EdgeMessage>();
        await using var ours = EdgeModuleClient.CreateFromConnectionString(oursConnection, new() { CaCertificateFile = hub.CertificatePath, HttpsPort = hub.HttpsPort });
        await ours.SetInputHandlerAsync("fromNode", (message, _) =>
        {
            received.Writer.TryWrite(message);
            return Task.FromResult(InputResult.Complete);
        }, Cancellation);
        await ours.OpenAsync(Cancellation);
        await using var node = NodeModule.Start(nodeConnection, hub.CertificatePath, new NodeOptions(transport));

        var twin = await node.NextAsync("twin");
        twin["desired"]!["interval"]!.GetValue<int>().Should().Be(5);

        await SendFromNodeAsync(node, received);
        await SendToNodeAsync(node, ours);
        await ChangeTwinAsync(node, hub);
        await CallMethodAsync(hub);
        await CallMethodFromOursAsync(ours);
    }

    private static async Task SendFromNodeAsync(NodeModule node, Channel<EdgeMessage> received)
    {
        await node.DoAsync(new JsonObject
        {
            ["do"] = "send", ["output"] = "out", ["id"] = "n-1", ["body"] = """{"grüße":"€"}""",
            ["properties"] = new JsonObject { ["reserved"] = "a/b=c&d %+#é", ["empty"] = "" },
        });
        var message = await received.Reader.ReadAsync(Cancellation);
        Encoding.UTF8.GetString(message.Body.Span).Should().Be("""{"grüße":"€"}""");
        (message.MessageId, message.ConnectionModuleId, message.ContentType, message.ContentEncoding).Should().Be(("n-1", "node", "application/json", "utf-8"));
        message.Properties["reserved"].Should().Be("a/b=c&d %+#é");
        message.Properties["empty"].Should().BeEmpty();
    }

    private static async Task SendToNodeAsync(NodeModule node, EdgeModuleClient ours)
    {
        var message = EdgeMessage.FromJson("""{"x":1}""");
        message.MessageId = "o-1";
        message.Properties["reserved"] = "a/b=c&d %+#é";
        await ours.SendAsync("out", message, Cancellation);
        var input = await node.NextAsync("input");
        (input["input"]!.GetValue<string>(), input["body"]!.GetValue<string>(), input["id"]!.GetValue<string>()).Should().Be(("fromOurs", """{"x":1}""", "o-1"));
        input["properties"]!["reserved"]!.GetValue<string>().Should().Be("a/b=c&d %+#é");
    }

    private static async Task ChangeTwinAsync(NodeModule node, HubFixture hub)
    {
        await hub.PatchDesiredAsync("node", new JsonObject { ["interval"] = 7 }, Cancellation);
        JsonNode change;
        do
        {
            // The Node client also tells of the whole document when it fetches the twin.
            change = await node.NextAsync("desired");
        }
        while (change["delta"]!["interval"]?.GetValue<int>() != 7);
        await node.DoAsync(new JsonObject { ["do"] = "report", ["patch"] = new JsonObject { ["firmware"] = "1.1" } });
        await hub.WaitForReportedAsync("node", reported => reported["firmware"]?.GetValue<string>() == "1.1", Cancellation);
    }

    private static async Task CallMethodFromOursAsync(EdgeModuleClient ours)
    {
        var result = await ours.MethodInvoker.InvokeAsync(MethodTarget.Module("node"), new MethodRequest("echo", """{"a":[1,"€"]}"""u8.ToArray()), cancellationToken: Cancellation);
        result.Status.Should().Be(207);
        JsonNode.Parse(result.Payload.Span)!["echoed"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Should().Be("""{"a":[1,"€"]}""");
    }

    private static async Task CallMethodAsync(HubFixture hub)
    {
        var answer = await hub.Control.SendAsync(HttpMethod.Post, "/twins/dev/modules/node/methods",
            new JsonObject { ["methodName"] = "echo", ["responseTimeoutInSeconds"] = 20, ["payload"] = new JsonObject { ["a"] = 1 } }, Cancellation);
        answer!.ToJsonString().Should().Be("""{"status":207,"payload":{"echoed":{"a":1}}}""");
    }
}
