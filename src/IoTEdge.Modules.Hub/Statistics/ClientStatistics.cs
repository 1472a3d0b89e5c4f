namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What a client did.</summary>
/// <param name="DeviceId">Its device.</param>
/// <param name="ModuleId">Its id; null for a leaf device.</param>
/// <param name="ConnectedSince">Since when it is connected; null when it is not.</param>
/// <param name="DisconnectedAt">When its last connection ended; null for never.</param>
/// <param name="Sent">How many messages it sent.</param>
/// <param name="Received">How many messages it acknowledged.</param>
public sealed record ClientStatistics(string DeviceId, string? ModuleId, DateTimeOffset? ConnectedSince, DateTimeOffset? DisconnectedAt, long Sent, long Received);
