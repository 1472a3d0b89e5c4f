using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>An answer of the control API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record ControlAnswer(int Status, JsonNode? Body)
{
    public static ControlAnswer Ok(JsonNode body) => new(200, body);

    public static ControlAnswer Error(int status, string message) => new(status, new JsonObject { ["message"] = message });
}
