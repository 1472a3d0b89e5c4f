using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

public abstract partial class NodeConformance
{
    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[1,\"two\",null]")]
    [InlineData("\"Grüße, €, 漢字, 🚀\"")]
    [InlineData("5")]
    [InlineData("1.25")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public async Task Method_Payload_ArrivesAndComesBack(string payload)
    {
        var answer = await CallAsync("echo", JsonNode.Parse(payload));
        answer["status"]!.GetValue<int>().Should().Be(207);
        Text(answer["payload"]!["echoed"]).Should().Be(Text(payload));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(123_456)]
    public async Task Method_Status_ComesBack(int status)
    {
        await Node.DoAsync(Command("method", ("name", $"status{status}"), ("status", status), ("answer", new JsonObject { ["s"] = status })));
        var answer = await CallAsync($"status{status}", null);
        (answer["status"]!.GetValue<int>(), Text(answer["payload"])).Should().Be((status, $"{{\"s\":{status}}}"));
    }

    [Theory]
    [InlineData("text", "\"done\"")]
    [InlineData("number", "5")]
    [InlineData("array", "[1,2]")]
    [InlineData("null", "null")]
    public async Task Method_Answer_ComesBack(string name, string answer)
    {
        await Node.DoAsync(Command("method", ("name", $"answer-{name}"), ("status", 200), ("answer", JsonNode.Parse(answer))));
        Text((await CallAsync($"answer-{name}", null))["payload"]).Should().Be(Text(answer));
    }

    [Fact]
    public async Task Method_LargePayload_ArrivesAndComesBack()
    {
        var answer = await CallAsync("echo", JsonValue.Create(new string('x', 100_000)));
        answer["payload"]!["echoed"]!.GetValue<string>().Should().HaveLength(100_000);
    }

    [Fact]
    public async Task Methods_ManyAtOnce_GetTheirOwnAnswers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => CallAsync("echo", i)));
        answers.Select(answer => answer["payload"]!["echoed"]!.GetValue<int>()).Should().Equal(Enumerable.Range(0, 30));
    }

    [Fact]
    public async Task Method_CalledByAnotherModule_IsAnswered()
    {
        var result = await fixture.Ours.MethodInvoker.InvokeAsync(MethodTarget.Module("node"), new MethodRequest("echo", "{\"a\":1}"u8.ToArray()), cancellationToken: Cancellation);
        result.Status.Should().Be(207);
        Text(JsonNode.Parse(result.Payload.Span)!["echoed"]).Should().Be("{\"a\":1}");
    }

    private async Task<JsonNode> CallAsync(string name, JsonNode? payload) => (await Hub.Control.SendAsync(HttpMethod.Post, "/twins/dev/modules/node/methods",
        new JsonObject { ["methodName"] = name, ["responseTimeoutInSeconds"] = 20, ["payload"] = payload }, Cancellation))!;
}
