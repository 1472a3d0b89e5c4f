using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Services;

/// <summary>An automatic deployment or configuration, as a service stores it: the hub keeps it and gives it back.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Revision">Grows by one with each change, from 1.</param>
/// <param name="Document">What the service wrote, without id and etag.</param>
public sealed record HubDeployment(string Id, long Revision, JsonObject Document);
