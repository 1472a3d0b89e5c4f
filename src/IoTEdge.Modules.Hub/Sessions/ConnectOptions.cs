namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>What a client says of its connection.</summary>
/// <param name="CleanSession">Whether to forget what it subscribed to before, and later what it subscribes to now.</param>
/// <param name="ModelId">The digital twin model that it follows; null for none.</param>
public sealed record ConnectOptions(bool CleanSession, string? ModelId = null);
