using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using IoTEdge.Modules.Runtime.Service;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>GET /upstream?after={sequence}&amp;max=500&amp;waitSeconds=20</c>: what arrived at <c>$upstream</c>, as a long poll.</summary>
internal static class UpstreamEndpoint
{
    // In the answer it stands two levels deeper, and readers stop at 64.
    private const int MaxDepth = 60;

    public static async Task<HubAnswer> AnswerAsync(EdgeHub hub, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsGet(request.Method))
            return ServiceError.NotAllowed(request);
        var after = Number(request, "after", 0, 0, long.MaxValue);
        var max = Number(request, "max", 500, 1, 5000);
        var wait = Number(request, "waitSeconds", 20, 0, 300);
        var messages = await hub.Upstream.ReadAsync(after, (int)max, TimeSpan.FromSeconds(wait), cancellationToken).ConfigureAwait(false);
        return HubAnswer.Ok(new JsonArray([.. messages.Select(Describe)]));
    }

    private static JsonNode Describe(UpstreamMessage message) => new JsonObject
    {
        ["sequence"] = message.Sequence,
        ["enqueuedTime"] = message.EnqueuedTime.ToString("o", CultureInfo.InvariantCulture),
        ["deviceId"] = message.DeviceId,
        ["moduleId"] = message.ModuleId,
        ["output"] = message.Output,
        ["systemProperties"] = Describe(message.SystemProperties),
        ["properties"] = Describe(message.Properties),
        ["body"] = ReadJson(message.Body),
        ["bodyBase64"] = Convert.ToBase64String(message.Body.Span),
    };

    private static JsonObject Describe(IReadOnlyDictionary<string, string?> properties)
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

    private static long Number(HttpRequest request, string name, long defaultValue, long min, long max)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return defaultValue;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ProtocolException("query", $"{name} has to be a whole number from {min} to {max}.");
    }
}
