using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A message in one queue.</summary>
/// <param name="Message">The message.</param>
/// <param name="ExpiresAt">When it needs no delivery any more, in milliseconds since 1970; <see cref="long.MaxValue"/> for never.</param>
public readonly record struct QueuedMessage(HubMessage Message, long ExpiresAt);
