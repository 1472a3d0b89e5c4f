namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What happened at the end of routes.</summary>
/// <param name="Endpoint"><c>$upstream</c>, or <c>{module}/{input}</c>.</param>
/// <param name="Priority">The priority of its messages, 0 first.</param>
/// <param name="Queued">How many messages are there now.</param>
/// <param name="Delivered">How many were acknowledged.</param>
/// <param name="Redelivered">How many times one was sent again.</param>
/// <param name="Expired">How many were too old when their turn came.</param>
public sealed record EndpointStatistics(string Endpoint, long Priority, long Queued, long Delivered, long Redelivered, long Expired);
