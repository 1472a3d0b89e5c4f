namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>All checks over AMQP over WebSockets.</summary>
public sealed class AmqpWebSocketsConformance(ConformanceFixture fixture) : WebSocketsConformance(fixture), IClassFixture<ConformanceFixture>
{
    private protected override NodeTransport Transport => NodeTransport.AmqpWebSockets;

    private protected override string? AbandonError => null;
}
