namespace IoTEdge.Modules;

/// <summary>A call of a direct method.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Payload">The payload, JSON in UTF-8, at most 128 KiB; may be empty.</param>
public sealed record MethodRequest(string Name, ReadOnlyMemory<byte> Payload);
