using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>A message on its way to a client.</summary>
/// <param name="DeliveryId">The id to settle it by, 1 to 32,767.</param>
/// <param name="Input">The input of a module; <see langword="null"/> for a message from the cloud to a device.</param>
/// <param name="Message">The message.</param>
/// <param name="DeliveryCount">How many times it was sent before.</param>
/// <param name="IsDuplicate">Whether this connection has had it before.</param>
public readonly record struct OutgoingMessage(ushort DeliveryId, string? Input, HubMessage Message, int DeliveryCount, bool IsDuplicate);
