using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
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
            hasBody ? Compact(body) : null,
            base64.Length / 4 * 3 - (base64.EndsWith("==", StringComparison.Ordinal) ? 2 : base64.EndsWith('=') ? 1 : 0));
    }

    // Without the escapes that JSON needs in a web page only: people read it.
    private static string Compact(JsonElement body)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) body.WriteTo(writer);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
