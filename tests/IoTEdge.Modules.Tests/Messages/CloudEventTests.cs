using System.Text;
using CsCheck;
using IoTEdge.Modules.Messages;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Tests.Messages;

public sealed class CloudEventTests
{
    [Fact]
    public void Wrap_AnyBody_IsUnwrappedToItself() => Gen.Byte.Array[0, 300].Sample(body =>
    {
        var properties = new PropertyBag { ["$.mid"] = "1", ["$.ct"] = "application/octet-stream" };
        var envelope = CloudEvent.Wrap(new ModuleIdentity("a%b", "m"), "t", DateTimeOffset.UnixEpoch, properties, body);
        return CloudEvent.Unwrap(envelope, "the test").Span.SequenceEqual(body) && Encoding.UTF8.GetString(envelope.Span).Contains("/devices/a%25b/modules/m");
    });

    [Theory]
    [InlineData("""{"specversion":"1.0","data":{"a":[1,{"data":2}]},"id":"1"}""", """{"a":[1,{"data":2}]}""")]
    [InlineData("""{"data_base64":"eyJhIjoxfQ==","specversion":"1.0"}""", """{"a":1}""")]
    [InlineData(""" { "specversion" : "1.0" , "nested" : { "data" : 1 } , "data" : "x" } """, "\"x\"")]
    public void Unwrap_Envelope_GivesItsData(string envelope, string data) =>
        Encoding.UTF8.GetString(CloudEvent.Unwrap(Encoding.UTF8.GetBytes(envelope), "the test").Span).Should().Be(data);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{\"data\":1}")]
    [InlineData("{\"specversion\":\"1.0\"}")]
    [InlineData("{\"specversion\":\"1.0\",\"data\":{")]
    [InlineData("{\"specversion\":\"1.0\",\"data_base64\":7}")]
    [InlineData("{\"specversion\":\"1.0\",\"data_base64\":\"?\"}")]
    public void Unwrap_Malformed_IsAPayloadError(string envelope) =>
        FluentActions.Invoking(() => CloudEvent.Unwrap(Encoding.UTF8.GetBytes(envelope), "The message 1")).Should().Throw<EdgeModuleException>()
            .Where(exception => exception.Reason == EdgeModuleErrorReason.Payload && exception.Message.StartsWith("The message 1"));

    [Fact]
    public void Unwrap_AnyBytes_AnswersOrRefuses() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        try
        {
            CloudEvent.Unwrap(bytes, "the test");
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            // Refused, as it should be.
        }
    });

    [Fact]
    public void Unwrap_TooDeep_IsAPayloadError() =>
        FluentActions.Invoking(() => CloudEvent.Unwrap(Encoding.UTF8.GetBytes($"{{\"specversion\":\"1.0\",\"data\":{new string('[', 100)}{new string(']', 100)}}}"), "the test"))
            .Should().Throw<EdgeModuleException>().Where(exception => exception.Reason == EdgeModuleErrorReason.Payload);

    [Theory]
    [InlineData("application/cloudevents+json", true)]
    [InlineData("application/cloudevents+json; charset=utf-8", true)]
    [InlineData("Application/CloudEvents+JSON", true)]
    [InlineData("application/cloudevents+jsonx", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void Is_ContentType_Decides(string? contentType, bool expected) => CloudEvent.Is(new EdgeMessage(default) { ContentType = contentType }).Should().Be(expected);

    [Fact]
    public void Wrap_BodyThatOnlyClaimsToBeJson_IsRefused() =>
        FluentActions.Invoking(() => CloudEvent.Wrap(new ModuleIdentity("d", "m"), "t", DateTimeOffset.UnixEpoch, new PropertyBag { ["$.ct"] = "application/json" }, "nonsense"u8.ToArray()))
            .Should().Throw<EdgeModuleException>().Where(exception => exception.Reason == EdgeModuleErrorReason.Payload);
}
