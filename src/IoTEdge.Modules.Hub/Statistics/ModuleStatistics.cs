namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What a module did.</summary>
/// <param name="ModuleId">Its id.</param>
/// <param name="ConnectedSince">Since when it is connected; null when it is not.</param>
/// <param name="DisconnectedAt">When its last connection ended; null for never.</param>
/// <param name="Sent">How many messages it sent.</param>
/// <param name="Received">How many messages it acknowledged.</param>
public sealed record ModuleStatistics(string ModuleId, DateTimeOffset? ConnectedSince, DateTimeOffset? DisconnectedAt, long Sent, long Received);
