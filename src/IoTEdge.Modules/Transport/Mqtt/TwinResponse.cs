namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>A hub's answer to a twin request.</summary>
/// <param name="Status">The status, by HTTP's numbers.</param>
/// <param name="Payload">The payload; may be empty.</param>
internal readonly record struct TwinResponse(int Status, ReadOnlyMemory<byte> Payload);
