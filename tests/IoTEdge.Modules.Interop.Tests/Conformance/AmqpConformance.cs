namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>All checks over AMQP.</summary>
public sealed class AmqpConformance(ConformanceFixture fixture) : NodeConformance(fixture), IClassFixture<ConformanceFixture>
{
    private protected override NodeTransport Transport => NodeTransport.Amqp;

    private protected override string? AbandonError => null;
}
