namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>All checks over MQTT over WebSockets.</summary>
public sealed class MqttWebSocketsConformance(ConformanceFixture fixture) : WebSocketsConformance(fixture), IClassFixture<ConformanceFixture>
{
    private protected override NodeTransport Transport => NodeTransport.MqttWebSockets;

    private protected override string? AbandonError => "NotImplementedError";
}
