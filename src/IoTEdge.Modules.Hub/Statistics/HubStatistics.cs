namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What a hub did since it started.</summary>
/// <param name="Routes">The routes that apply now.</param>
/// <param name="Endpoints">The ends of all routes, per priority.</param>
/// <param name="Clients">The clients that the hub has heard of.</param>
/// <param name="Dropped">How many messages no route took.</param>
public sealed record HubStatistics(
    IReadOnlyList<RouteStatistics> Routes, IReadOnlyList<EndpointStatistics> Endpoints, IReadOnlyList<ClientStatistics> Clients, long Dropped);
