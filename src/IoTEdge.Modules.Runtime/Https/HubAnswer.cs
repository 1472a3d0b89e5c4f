using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>An answer of the hub to an HTTP request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record HubAnswer(int Status, JsonNode? Body)
{
    /// <summary>Headers beside those of the body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static HubAnswer Ok(JsonNode body) => new(200, body);

    /// <summary>An error as edgeHub tells it (protocol section 3).</summary>
    public static HubAnswer Error(int status, string message) => new(status, new JsonObject { ["message"] = message });
}
