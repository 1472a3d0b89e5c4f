using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Deployment.Tests.Routes.Vectors;

/// <summary>Reads cases that edgeHub's own code has labelled. The first line has what many of them share; a case's own members win over that.</summary>
internal static class VectorFile
{
    public static IReadOnlyList<Vector> Conditions { get; } = Read("conditions.jsonl");

    public static IReadOnlyList<Vector> Routes { get; } = Read("routes.jsonl");

    /// <summary>The failures of a check, one a line, so that a test shows all of them at once.</summary>
    public static string Failures(IEnumerable<Vector> vectors, Func<Vector, string?> check) =>
        string.Join('\n', vectors.Select(vector => check(vector) is { } failure ? $"{failure}  {vector}" : null).OfType<string>());

    private static List<Vector> Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Routes", name));
        var contexts = JsonNode.Parse(lines[0])!["contexts"]!.AsObject();
        return lines.Skip(1).Where(line => line.Length > 0).Select(line => Read(JsonNode.Parse(line)!.AsObject(), contexts)).ToList();
    }

    private static Vector Read(JsonObject line, JsonObject contexts)
    {
        var input = new JsonObject();
        foreach (var (name, value) in (line["in"]!["use"] is { } use ? contexts[use.GetValue<string>()]!.AsObject() : []).Concat(line["in"]!.AsObject()))
            input[name] = value?.DeepClone();
        return new Vector(Text(line, "id"), Text(line, "verb"), Text(line, "group"), Element(input), Element(line["out"]!));
    }

    private static string Text(JsonObject line, string name) => line[name]!.GetValue<string>();

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;
}
