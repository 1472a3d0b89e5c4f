using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Protocol.Tests.Topics;

public sealed class TopicTests
{
    private static readonly ModuleIdentity Module = new("d1", "filter");

    [Theory]
    [InlineData("devices/d1/modules/filter/messages/events", "")]
    [InlineData("devices/d1/modules/filter/messages/events/", "")]
    [InlineData("devices/d1/modules/filter/messages/events/a=b", "a=b")]
    [InlineData("devices/d1/modules/filter/messages/events/%24.on=out&a=b/", "%24.on=out&a=b")]
    public void ClientTopic_Telemetry_IsReadInEveryClientsSpelling(string text, string properties)
    {
        var topic = ClientTopic.Parse(text);
        topic.Kind.Should().Be(ClientTopicKind.Telemetry);
        topic.IsFrom("d1", "filter").Should().BeTrue();
        topic.IsFrom("d1", null).Should().BeFalse();
        topic.IsFrom("d1", "Filter").Should().BeFalse();
        topic.PropertySegment.ToString().Should().Be(properties);
    }

    [Fact]
    public void ClientTopic_TelemetryOfALeafDevice_HasNoModule() =>
        ClientTopic.Parse("devices/leaf/messages/events/").IsFrom("leaf", null).Should().BeTrue();

    [Theory]
    [InlineData("$iothub/methods/res/200/?$rid=a-1", 200)]
    [InlineData("$iothub/methods/res/-5/?$rid=a-1", -5)]
    [InlineData("$iothub/methods/res/ok/?$rid=a-1", 400000)]
    [InlineData("$iothub/methods/res//?$rid=a-1", 400000)]
    public void ClientTopic_MethodResponse_HasStatusAndRequest(string text, int status)
    {
        var topic = ClientTopic.Parse(text);
        (topic.Kind, topic.Status, topic.RequestId).Should().Be((ClientTopicKind.MethodResponse, status, "a-1"));
    }

    [Fact]
    public void ClientTopic_WhatItWrites_ItReads()
    {
        ClientTopic.Parse(ClientTopic.TwinGet("7")).RequestId.Should().Be("7");
        ClientTopic.Parse(ClientTopic.TwinPatchReported("8")).Kind.Should().Be(ClientTopicKind.TwinPatchReported);
        ClientTopic.Parse(ClientTopic.MethodResponse(404, "9")).Status.Should().Be(404);
        ClientTopic.Parse(ClientTopic.TelemetryPrefix(Module)).IsFrom("d1", "filter").Should().BeTrue();
    }

    [Theory]
    [InlineData("devices/d1/modules/filter/messages/events/a=b/c", "something follows")]
    [InlineData("devices/d1/modules//messages/events/", "module id is empty")]
    [InlineData("devices//messages/events/", "device id is empty")]
    [InlineData("devices/d1/messages/eventsX", "/messages/events does not follow")]
    [InlineData("$iothub/twin/GET/", "request id is missing")]
    [InlineData("$iothub/twin/POST/?$rid=1", "begins with none")]
    public void ClientTopic_Unknown_SaysWhy(string text, string reason) =>
        FluentActions.Invoking(() => ClientTopic.Parse(text)).Should().Throw<ProtocolException>().WithMessage($"*{reason}*");

    [Fact]
    public void HubTopic_WhatItWrites_ItReads()
    {
        var properties = new PropertyBag { [SystemProperties.ConnectionDeviceId] = "d1" };
        var input = HubTopic.Parse(HubTopic.Input(Module, "readings", properties));
        (input.Kind, input.Name, input.PropertySegment.ToString()).Should().Be((HubTopicKind.Input, "readings", "%24.cdid=d1"));
        var method = HubTopic.Parse(HubTopic.MethodRequest("reset", "r1"));
        (method.Kind, method.Name, method.RequestId).Should().Be((HubTopicKind.MethodRequest, "reset", "r1"));
        var response = HubTopic.Parse(HubTopic.TwinResponse(204, "r2", 7));
        (response.Status, response.RequestId, response.Version).Should().Be((204, "r2", 7));
        HubTopic.Parse(HubTopic.TwinResponse(204, "r2")).Version.Should().BeNull();
        HubTopic.Parse(HubTopic.DesiredPatch(5)).Version.Should().Be(5);
    }

    [Fact]
    public void HubTopic_InputWithoutProperty_IsNeverWritten() =>
        FluentActions.Invoking(() => HubTopic.Input(Module, "in", [])).Should().Throw<ProtocolException>();

    [Theory]
    [InlineData("devices/d/modules/m/#", SubscriptionKind.ModuleMessages)]
    [InlineData("devices/d/modules/m/inputs/#", SubscriptionKind.ModuleMessages)]
    [InlineData("devices/d/messages/devicebound/#", SubscriptionKind.CloudToDevice)]
    [InlineData("$iothub/methods/POST/#", SubscriptionKind.Methods)]
    [InlineData("$iothub/twin/res/#", SubscriptionKind.TwinResponses)]
    [InlineData("$iothub/twin/PATCH/properties/desired/#", SubscriptionKind.DesiredPatches)]
    [InlineData("devices/d/modules/m/inputs/in/#", SubscriptionKind.Unknown)]
    [InlineData("#", SubscriptionKind.Unknown)]
    public void SubscriptionFilter_KnownFilters_AreRecognized(string filter, SubscriptionKind kind) =>
        SubscriptionFilter.Parse(filter).Kind.Should().Be(kind);
}
