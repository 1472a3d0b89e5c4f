namespace IoTEdge.Modules;

/// <summary>The answer to a call of a direct method.</summary>
/// <param name="Status">The status, by custom HTTP's numbers: 200 for success.</param>
/// <param name="Payload">The payload, JSON in UTF-8, at most 128 KiB; may be empty.</param>
public sealed record MethodResult(int Status, ReadOnlyMemory<byte> Payload = default);
