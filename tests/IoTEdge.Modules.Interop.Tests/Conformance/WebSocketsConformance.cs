using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>Where the hub has port 443, the Node client also calls methods: it knows no other port for that.</summary>
public abstract class WebSocketsConformance(ConformanceFixture fixture) : NodeConformance(fixture)
{
    private readonly ConformanceFixture _fixture = fixture;

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("\"€\"")]
    [InlineData("null")]
    public async Task Invoke_MethodOfAnotherModule_IsAnswered(string payload)
    {
        await _fixture.Ours.SetMethodHandlerAsync("echo", (request, _) => Task.FromResult(new MethodResult(201, request.Payload)), TestContext.Current.CancellationToken);
        await _fixture.Node.DoAsync(new JsonObject { ["do"] = "invoke", ["module"] = "ours", ["name"] = "echo", ["payload"] = JsonNode.Parse(payload) });
        var answer = await _fixture.Node.NextAsync("answer");
        answer["status"]!.GetValue<int>().Should().Be(201);
        (answer["payload"]?.ToJsonString() ?? "null").Should().Be(JsonNode.Parse(payload)?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task Invoke_MethodOfNobody_IsNotFound()
    {
        var failure = await _fixture.Node.FailAsync(new JsonObject { ["do"] = "invoke", ["module"] = "nobody", ["name"] = "echo", ["payload"] = 1 });
        failure["message"]!.GetValue<string>().Should().Be("Error: Not found");
    }
}
