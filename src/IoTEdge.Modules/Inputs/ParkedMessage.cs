namespace IoTEdge.Modules.Inputs;

/// <summary>A message that was acknowledged before it was done, and is on disk until it is.</summary>
internal sealed record ParkedMessage(long Sequence, EdgeMessage Message);
