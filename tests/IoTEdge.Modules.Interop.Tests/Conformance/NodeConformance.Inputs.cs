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
    public async Task Input_Body_ArrivesAsItWasSent(string sample)
    {
        var input = await ReceiveAsync(new EdgeMessage(Encoding.UTF8.GetBytes(Sample(sample))));
        Encoding.UTF8.GetString(Convert.FromBase64String(input["base64"]!.GetValue<string>())).Should().Be(Sample(sample));
    }

    [Fact]
    public async Task Input_BinaryBody_ArrivesAsItWasSent()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var input = await ReceiveAsync(new EdgeMessage(bytes));
        Convert.FromBase64String(input["base64"]!.GetValue<string>()).Should().Equal(bytes);
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
    public async Task Input_PropertyValue_ArrivesAsItWasSent(string sample)
    {
        var message = new EdgeMessage("x"u8.ToArray());
        message.Properties["p"] = Sample(sample);
        (await ReceiveAsync(message))["properties"]!["p"]!.GetValue<string>().Should().Be(Sample(sample));
    }

    [Theory]
    [InlineData("blank")]
    [InlineData("unicode")]
    [InlineData("reserved")]
    [InlineData("escaped")]
    public async Task Input_PropertyName_ArrivesAsItWasSent(string sample)
    {
        var message = new EdgeMessage("x"u8.ToArray());
        message.Properties[Sample(sample)] = "v";
        (await ReceiveAsync(message))["properties"]![Sample(sample)]!.GetValue<string>().Should().Be("v");
    }

    [Fact]
    public async Task Input_ManyProperties_ArriveAll()
    {
        var message = new EdgeMessage("x"u8.ToArray());
        for (var i = 0; i < 60; i++) message.Properties[$"key{i}"] = $"value {i}";
        var properties = (await ReceiveAsync(message))["properties"]!.AsObject();
        for (var i = 0; i < 60; i++) properties[$"key{i}"]!.GetValue<string>().Should().Be($"value {i}");
    }

    [Fact]
    public async Task Input_SystemProperties_ArriveAsTheyWereSent()
    {
        var input = await ReceiveAsync(new EdgeMessage("x"u8.ToArray()) { CorrelationId = "c/1=2", ContentType = "text/plain", ContentEncoding = "utf-16" });
        (input["correlationId"]!.GetValue<string>(), input["contentType"]!.GetValue<string>(), input["contentEncoding"]!.GetValue<string>()).Should().Be(("c/1=2", "text/plain", "utf-16"));
    }

    [Fact]
    public async Task Input_Name_IsTheRoutes()
    {
        (await ReceiveAsync(new EdgeMessage("x"u8.ToArray())))["input"]!.GetValue<string>().Should().Be("in");
    }

    [Fact]
    public async Task Inputs_Many_ArriveInOrder()
    {
        var ids = Enumerable.Range(0, 200).Select(_ => NewId()).ToArray();
        await Task.WhenAll(ids.Select(id => fixture.Ours.SendAsync("toNode", new EdgeMessage("x"u8.ToArray()) { MessageId = id }, Cancellation)));
        foreach (var id in ids) (await Node.NextAsync(InputOf("in"), "an input"))["id"]!.GetValue<string>().Should().Be(id);
    }

    // Over AMQP a message that a module abandons or rejects is gone, as at edgeHub; over MQTT the client cannot say so.
    [Theory]
    [InlineData("abandon")]
    [InlineData("reject")]
    public async Task Input_NotTaken_IsGoneAndTheNextOneComes(string how)
    {
        await Node.DoAsync(Command("settle", ("how", how)));
        try
        {
            await ReceiveAsync(new EdgeMessage("one"u8.ToArray()));
            (await Node.NextAsync(next => next["event"]!.GetValue<string>() == "settled" && next["how"]!.GetValue<string>() == how, "a settlement"))["error"]?.GetValue<string>().Should().Be(AbandonError);
            Encoding.UTF8.GetString(Convert.FromBase64String((await ReceiveAsync(new EdgeMessage("two"u8.ToArray())))["base64"]!.GetValue<string>())).Should().Be("two");
        }
        finally
        {
            await Node.DoAsync(Command("settle", ("how", "complete")));
        }
    }

    private async Task<JsonNode> ReceiveAsync(EdgeMessage message)
    {
        message.MessageId = NewId();
        await fixture.Ours.SendAsync("toNode", message, Cancellation);
        return await Node.NextAsync(next => next["event"]!.GetValue<string>() == "input" && next["id"]?.GetValue<string>() == message.MessageId, $"message {message.MessageId}");
    }
}
