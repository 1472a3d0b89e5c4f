using IoTEdge.Modules.Runtime.Amqp;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class LinkAddressTests
{
    [Theory]
    [InlineData("$cbs", LinkNode.Cbs, "", null)]
    [InlineData("/$CBS", LinkNode.Cbs, "", null)]
    [InlineData("/devices/d/messages/events", LinkNode.Events, "d", null)]
    [InlineData("/devices/d/modules/m/messages/events", LinkNode.Events, "d", "m")]
    [InlineData("devices/d/messages/deviceBound", LinkNode.DeviceBound, "d", null)]
    [InlineData("/devices/d/modules/m/messages/devicebound", LinkNode.DeviceBound, "d", "m")]
    [InlineData("/devices/d/methods/deviceBound", LinkNode.Methods, "d", null)]
    [InlineData("/devices/d/modules/m/methods/devicebound/", LinkNode.Methods, "d", "m")]
    [InlineData("/devices/d/twin", LinkNode.Twin, "d", null)]
    [InlineData("amqps://hub.azure-devices.net/devices/d/modules/m/twin", LinkNode.Twin, "d", "m")]
    [InlineData("amqps://[::1]:5671/DEVICES/d%3A1/Modules/%24edgeAgent/Twin", LinkNode.Twin, "d:1", "$edgeAgent")]
    public void TryParse_AddressOfAClient_NamesItsNode(string text, object node, string device, string? module)
    {
        LinkAddress.TryParse(text, out var address).Should().BeTrue();
        address.Should().Be(new LinkAddress((LinkNode)node, device, module));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("amqps://host")]
    [InlineData("/devices")]
    [InlineData("/devices/d")]
    [InlineData("/devices//twin")]
    [InlineData("/devices/d/modules")]
    [InlineData("/devices/d/modules/m")]
    [InlineData("/devices/d/modules//twin")]
    [InlineData("/devices/d/messages")]
    [InlineData("/devices/d/messages/events/more")]
    [InlineData("/messages/devicebound")]
    public void TryParse_AnythingElse_IsNothing(string? text) => LinkAddress.TryParse(text, out _).Should().BeFalse();
}
