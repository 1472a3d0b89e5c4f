using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Says who connects, in the way of IoT hubs (protocol section 1.1.2).</summary>
internal static class MqttLogin
{
    private const string ApiVersion = "2021-04-12";

    /// <summary>The first packet of a connection. Ids go as they are; only the query is encoded.</summary>
    public static MqttConnect Packet(ModuleConnectRequest request, TimeSpan keepAlive) => new()
    {
        ClientId = request.Identity.ClientId,
        UserName = $"{request.HostName}/{request.Identity.ClientId}/?api-version={ApiVersion}&DeviceClientType={Uri.EscapeDataString(request.ProductInfo)}{Model(request.ModelId)}",
        Password = request.Token,
        KeepAliveSeconds = (ushort)keepAlive.TotalSeconds,
        CleanSession = false,
    };

    private static string Model(string? modelId) => modelId is null ? "" : $"&model-id={Uri.EscapeDataString(modelId)}";
}
