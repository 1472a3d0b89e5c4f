using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Https;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>GET /statistics</c>: what the hub did since it started.</summary>
internal static class StatisticsEndpoint
{
    public static HubAnswer Answer(EdgeHub hub)
    {
        var statistics = hub.ReadStatistics();
        return HubAnswer.Ok(new JsonObject
        {
            ["routes"] = new JsonArray([.. statistics.Routes.Select(route => new JsonObject
            {
                ["name"] = route.Name,
                ["text"] = route.Text,
                ["endpoint"] = route.Endpoint,
                ["matched"] = route.Matched,
            })]),
            ["endpoints"] = new JsonArray([.. statistics.Endpoints.Select(endpoint => new JsonObject
            {
                ["endpoint"] = endpoint.Endpoint,
                ["priority"] = endpoint.Priority,
                ["queued"] = endpoint.Queued,
                ["delivered"] = endpoint.Delivered,
                ["redelivered"] = endpoint.Redelivered,
                ["expired"] = endpoint.Expired,
                ["rejected"] = endpoint.Rejected,
            })]),
            ["modules"] = new JsonArray([.. statistics.Clients.Where(client => client.ModuleId is not null).Select(module => new JsonObject
            {
                ["moduleId"] = module.ModuleId,
                ["connectedSince"] = module.ConnectedSince,
                ["disconnectedAt"] = module.DisconnectedAt,
                ["sent"] = module.Sent,
                ["received"] = module.Received,
            })]),
            ["dropped"] = statistics.Dropped,
        });
    }
}
