using System.Text.Json;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>A message that arrived at <c>$upstream</c>.</summary>
internal sealed record UpstreamEntry(long Sequence, string ModuleId, string? Output, string? BodyJson, int BodyLength)
{
    public static UpstreamEntry Read(JsonElement json)
    {
        var base64 = json.TryGetProperty("bodyBase64", out var bytes) ? bytes.GetString() ?? "" : "";
        var hasBody = json.TryGetProperty("body", out var body) && body.ValueKind != JsonValueKind.Null;
        return new UpstreamEntry(
            json.GetProperty("sequence").GetInt64(),
            json.GetProperty("moduleId").GetString() ?? "",
            json.TryGetProperty("output", out var output) ? output.GetString() : null,
            hasBody ? body.GetRawText() : null,
            base64.Length / 4 * 3 - (base64.EndsWith("==", StringComparison.Ordinal) ? 2 : base64.EndsWith('=') ? 1 : 0));
    }
}
