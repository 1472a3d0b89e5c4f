namespace IoTEdge.Modules.Hub.Statistics;

/// <summary>What happened at the end of routes.</summary>
/// <param name="Endpoint"><c>$upstream</c>, <c>{module}/{input}</c>, or <c>/devices/{device}</c> for messages from the cloud.</param>
/// <param name="Priority">The priority of its messages, 0 first.</param>
/// <param name="Queued">How many messages are there now.</param>
/// <param name="Delivered">How many were acknowledged.</param>
/// <param name="Redelivered">How many times one was sent again.</param>
/// <param name="Expired">How many were too old when their turn came.</param>
/// <param name="Rejected">How many the receiver refused, so that they are gone.</param>
public sealed record EndpointStatistics(string Endpoint, long Priority, long Queued, long Delivered, long Redelivered, long Expired, long Rejected);
