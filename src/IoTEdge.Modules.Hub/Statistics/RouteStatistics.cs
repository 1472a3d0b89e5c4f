namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What a route did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its text.</param>
/// <param name="Endpoint">Where it leads: <c>$upstream</c>, or <c>{module}/{input}</c>.</param>
/// <param name="Matched">How many messages it took.</param>
public sealed record RouteStatistics(string Name, string Text, string Endpoint, long Matched);
