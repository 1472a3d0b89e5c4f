using System.Text;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

public abstract partial class NodeConformance
{
    [Theory]
    [InlineData("empty")]
    [InlineData("blank")]
    [InlineData("json")]
    [InlineData("unicode")]
    [InlineData("reserved")]
    [InlineData("line breaks")]
    [InlineData("quotes")]
    [InlineData("long")]
    [InlineData("100 KB")]
    [InlineData("250 KB")]
    public async Task Event_Body_ArrivesAsItWasSent(string sample)
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", Sample(sample))));
        Encoding.UTF8.GetString((await fixture.UpstreamAsync(id)).Body.Span).Should().Be(Sample(sample));
    }

    [Fact]
    public async Task Event_BinaryBody_ArrivesAsItWasSent()
    {
        var id = NewId();
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("base64", Convert.ToBase64String(bytes))));
        (await fixture.UpstreamAsync(id)).Body.ToArray().Should().Equal(bytes);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("blank")]
    [InlineData("json")]
    [InlineData("unicode")]
    [InlineData("reserved")]
    [InlineData("escaped")]
    [InlineData("line breaks")]
    [InlineData("quotes")]
    [InlineData("long")]
    public async Task Event_PropertyValue_ArrivesAsItWasSent(string sample)
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x"), ("properties", new JsonObject { ["p"] = Sample(sample) })));
        (await fixture.UpstreamAsync(id)).Properties.Should().BeEquivalentTo(new Dictionary<string, string?> { ["p"] = Sample(sample) });
    }

    [Theory]
    [InlineData("blank")]
    [InlineData("unicode")]
    [InlineData("reserved")]
    [InlineData("escaped")]
    public async Task Event_PropertyName_ArrivesAsItWasSent(string sample)
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x"), ("properties", new JsonObject { [Sample(sample)] = "v" })));
        (await fixture.UpstreamAsync(id)).Properties.Should().BeEquivalentTo(new Dictionary<string, string?> { [Sample(sample)] = "v" });
    }

    [Fact]
    public async Task Event_ManyProperties_ArriveAll()
    {
        var id = NewId();
        var properties = Enumerable.Range(0, 60).ToDictionary(i => $"key{i}", i => $"value {i}");
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x"), ("properties", new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))))));
        (await fixture.UpstreamAsync(id)).Properties.Should().BeEquivalentTo(properties);
    }

    [Theory]
    [InlineData("correlationId", "cid", "c-1")]
    [InlineData("correlationId", "cid", "a/b=c&d")]
    [InlineData("correlationId", "cid", "6f6e4cbd-4d0a-4b9a-8f0c-2a2b3c4d5e6f")]
    [InlineData("contentType", "contentType", "text/plain")]
    [InlineData("contentEncoding", "contentEncoding", "utf-16")]
    public async Task Event_SystemProperty_ArrivesAsItWasSent(string property, string name, string value)
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x"), (property, value)));
        (await fixture.UpstreamAsync(id)).SystemProperties.Should().Contain(name, value);
    }

    [Fact]
    public async Task Event_MessageIdThatIsAUuid_StaysText()
    {
        var id = Guid.NewGuid().ToString();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x")));
        (await fixture.UpstreamAsync(id)).SystemProperties["messageId"].Should().Be(id);
    }

    [Fact]
    public async Task Event_Sender_IsStampedByTheHub()
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", "out"), ("id", id), ("body", "x")));
        var message = await fixture.UpstreamAsync(id);
        (message.DeviceId, message.ModuleId, message.Output).Should().Be(("dev", "node", "out"));
        message.SystemProperties.Should().Contain("connectionDeviceId", "dev").And.Contain("connectionModuleId", "node");
    }

    [Theory]
    [InlineData("out")]
    [InlineData("grüße 1")]
    [InlineData("a.b-c_d")]
    public async Task Event_Output_IsKnownToTheHub(string output)
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("output", output), ("id", id), ("body", "x")));
        (await fixture.UpstreamAsync(id)).Output.Should().Be(output);
    }

    [Fact]
    public async Task Event_WithoutOutput_Arrives()
    {
        var id = NewId();
        await Node.DoAsync(Command("send", ("id", id), ("body", "x")));
        (await fixture.UpstreamAsync(id)).Output.Should().BeNull();
    }

    [Fact]
    public async Task Events_ManyAtOnce_ArriveInOrder()
    {
        await Node.DoAsync(Command("sendMany", ("output", "loop"), ("count", 300)));
        for (var i = 0; i < 300; i++)
            JsonNode.Parse((await Node.NextAsync(InputOf("loop"), "an input")).AsObject()["body"]!.GetValue<string>())!["i"]!.GetValue<int>().Should().Be(i);
    }

    [Fact]
    public async Task Events_ManyLargeOnes_ArriveInOrder()
    {
        await Node.DoAsync(Command("sendMany", ("output", "loop"), ("count", 20), ("size", 200_000)));
        for (var i = 0; i < 20; i++)
            JsonNode.Parse((await Node.NextAsync(InputOf("loop"), "an input")).AsObject()["body"]!.GetValue<string>())!["i"]!.GetValue<int>().Should().Be(i);
    }

    private static Func<JsonNode, bool> InputOf(string input) =>
        next => next["event"]!.GetValue<string>() == "input" && next["input"]!.GetValue<string>() == input;
}
