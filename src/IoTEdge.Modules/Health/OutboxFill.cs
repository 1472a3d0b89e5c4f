namespace IoTEdge.Modules.Health;

/// <summary>How full one durable output is.</summary>
/// <param name="Output">The output.</param>
/// <param name="Count">The messages that it keeps.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Share">The share of its limits that is taken, 0 to 1, of the limit that is nearest.</param>
internal sealed record OutboxFill(string Output, long Count, long Bytes, double Share);
