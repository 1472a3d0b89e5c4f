using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Transport;
using IoTEdge.Modules.Transport.Mqtt;

namespace IoTEdge.Modules.Tests.Transport.Mqtt;

public sealed class MqttLoginTests
{
    [Theory]
    [InlineData(null, "hub.test/dev/filter/?api-version=2021-04-12&DeviceClientType=my%20product%2F1.0")]
    [InlineData("dtmi:com:example:Filter;1", "hub.test/dev/filter/?api-version=2021-04-12&DeviceClientType=my%20product%2F1.0&model-id=dtmi%3Acom%3Aexample%3AFilter%3B1")]
    public void UserName_ModelId_IsThereWhereTheModuleHasOne(string? modelId, string userName)
    {
        var request = new ModuleConnectRequest
        {
            Identity = new ModuleIdentity("dev", "filter"),
            HostName = "hub.test",
            Endpoint = new HostEndpoint("gateway", null),
            Token = "secret",
            ProductInfo = "my product/1.0",
            ModelId = modelId,
        };
        MqttLogin.Packet(request, TimeSpan.FromSeconds(60)).UserName.Should().Be(userName);
    }
}
