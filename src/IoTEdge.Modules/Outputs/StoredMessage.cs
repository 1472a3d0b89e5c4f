using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Outputs;

/// <summary>A message in the outbox.</summary>
internal sealed record StoredMessage(long Sequence, OutboxShelf Shelf, PropertyBag Properties, byte[] Body, long Size);
