namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>All checks over MQTT.</summary>
public sealed class MqttConformance(ConformanceFixture fixture) : NodeConformance(fixture), IClassFixture<ConformanceFixture>
{
    private protected override NodeTransport Transport => NodeTransport.Mqtt;

    // Node's client throws before anything is sent (protocol section 11.2).
    private protected override string? AbandonError => "NotImplementedError";
}
