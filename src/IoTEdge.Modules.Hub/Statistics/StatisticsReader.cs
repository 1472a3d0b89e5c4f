using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Routing;
using IoTEdge.Modules.Hub.Sessions;

namespace IoTEdge.Modules.Hub.Statistics;

internal static class StatisticsReader
{
    public static HubStatistics Read(RouteTable routes, EndpointRegistry endpoints, SessionRegistry sessions)
    {
        var counts = endpoints.All.Select(queue => (Queue: queue, queue.Counts)).ToList();
        var received = counts.Where(entry => entry.Queue is ClientQueue)
            .GroupBy(entry => ((ClientQueue)entry.Queue).Pump.Identity)
            .ToDictionary(group => group.Key, group => group.Sum(entry => entry.Counts.Delivered));
        return new HubStatistics(
            [.. routes.Entries.Select(entry => new RouteStatistics(entry.Route.Name, entry.Route.Text, entry.Target.Queue.Endpoint, entry.Matched))],
            [.. counts.OrderBy(entry => entry.Queue.Endpoint, StringComparer.Ordinal).ThenBy(entry => entry.Queue.Priority).Select(Describe)],
            [.. sessions.All.OrderBy(session => session.Identity.ClientId, StringComparer.Ordinal).Select(session => new ClientStatistics(
                session.Identity.DeviceId, session.Identity.ModuleId, session.ConnectedSince, session.DisconnectedAt, session.Received, received.GetValueOrDefault(session.Identity)))],
            routes.Dropped);
    }

    private static EndpointStatistics Describe((EndpointQueue Queue, QueueCounts Counts) entry) => new(
        entry.Queue.Endpoint, entry.Queue.Priority, entry.Counts.Queued, entry.Counts.Delivered, entry.Counts.Redelivered, entry.Counts.Expired, entry.Counts.Rejected);
}
