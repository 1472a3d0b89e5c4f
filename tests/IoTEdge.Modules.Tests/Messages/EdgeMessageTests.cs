using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Tests.Messages;

public sealed class EdgeMessageTests
{
    private readonly PropertyBag _received = new()
    {
        ["line"] = "1", ["empty"] = "", ["null"] = null, ["traceparent"] = "00-aa", ["tracestate"] = "x", ["iothub-operation"] = "o",
        ["$.mid"] = "first", ["$.ct"] = "application/json", ["$.ce"] = "utf-8", ["$.cdid"] = "dev", ["$.cmid"] = "other", ["$.uid"] = "user",
    };

    [Fact]
    public void CopyPropertiesFrom_Received_TakesWhatTheAuthorSetAndCorrelates()
    {
        var message = new EdgeMessage("x"u8.ToArray()) { MessageId = "second" }.CopyPropertiesFrom(new EdgeMessage(default, _received, "in"));

        message.Properties.Should().BeEquivalentTo(new Dictionary<string, string?> { ["line"] = "1", ["empty"] = "", ["null"] = null });
        message.CorrelationId.Should().Be("first");
        (message.MessageId, message.ContentType, message.UserId, message.ConnectionDeviceId).Should().Be(("second", "application/octet-stream", null, null));
    }

    [Fact]
    public void CopyPropertiesFrom_ReceivedThatBelongsToAnother_KeepsThatCorrelation()
    {
        _received["$.cid"] = "root";
        new EdgeMessage(default).CopyPropertiesFrom(new EdgeMessage(default, _received, "in")).CorrelationId.Should().Be("root");
    }

    [Fact]
    public void Message_OfBytesOrJson_SaysWhatItIs()
    {
        new EdgeMessage("x"u8.ToArray()).ContentType.Should().Be("application/octet-stream");
        EdgeMessage.FromJson("{}").Should().Match<EdgeMessage>(message => message.ContentType == "application/json" && message.ContentEncoding == "utf-8");
        new EdgeMessage(default, [], "in").ContentType.Should().BeNull("what was received is shown as it came");
    }
}
