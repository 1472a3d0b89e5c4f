using System.Text.Json;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

/// <summary>Routes without a condition, and what edgeHub 1.6.1 made of them: a source and a sink, or neither where it refused.</summary>
internal static class EdgeHubRoutes
{
    public static IEnumerable<(string Text, string? Source, string? Sink)> All()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Routes", "edgehub-routes.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            yield return (json.RootElement.GetProperty("route").GetString()!, Optional(json, "source"), Optional(json, "sink"));
        }
    }

    private static string? Optional(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
