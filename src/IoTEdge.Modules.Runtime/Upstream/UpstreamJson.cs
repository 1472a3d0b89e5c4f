using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Upstream;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>A message at <c>$upstream</c> as JSON.</summary>
internal static class UpstreamJson
{
    // In an answer it stands two levels deeper, and readers stop at 64.
    private const int MaxDepth = 60;

    public static JsonObject Write(UpstreamMessage message) => new()
    {
        ["sequence"] = message.Sequence,
        ["enqueuedTime"] = message.EnqueuedTime.ToString("o", CultureInfo.InvariantCulture),
        ["deviceId"] = message.DeviceId,
        ["moduleId"] = message.ModuleId,
        ["output"] = message.Output,
        ["systemProperties"] = Write(message.SystemProperties),
        ["properties"] = Write(message.Properties),
        ["body"] = ReadJson(message.Body),
        ["bodyBase64"] = Convert.ToBase64String(message.Body.Span),
    };

    private static JsonObject Write(IReadOnlyDictionary<string, string?> properties)
    {
        var json = new JsonObject();
        foreach (var (name, value) in properties)
            json[name] = value;
        return json;
    }

    private static JsonNode? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth });
            // Half a surrogate pair is found by writing, not by reading; here it costs this member, later it would cost the whole answer.
            _ = json?.ToJsonString();
            return json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
