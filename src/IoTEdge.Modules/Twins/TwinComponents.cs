using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Twins;

/// <summary>Components of IoT Plug and Play: members of a twin that carry <c>"__t": "c"</c>.</summary>
internal static class TwinComponents
{
    public const string Marker = "__t";
    private const string Component = "c";

    public static bool IsComponent(JsonNode? value) =>
        value is JsonObject members && members[Marker] is JsonValue marker && marker.TryGetValue<string>(out var kind) && kind == Component;

    /// <summary>Marks the members that are components.</summary>
    public static void Mark(JsonObject reported, IEnumerable<string> components)
    {
        foreach (var name in components)
        {
            if (reported[name] is JsonObject members) members[Marker] = Component;
        }
    }
}
