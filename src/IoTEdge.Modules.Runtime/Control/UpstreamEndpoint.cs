using System.Globalization;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using IoTEdge.Modules.Runtime.Service;
using IoTEdge.Modules.Runtime.Upstream;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>GET /upstream?after={sequence}&amp;max=500&amp;waitSeconds=20</c>: what arrived at <c>$upstream</c>, as a long poll.</summary>
internal static class UpstreamEndpoint
{
    public static async Task<HubAnswer> AnswerAsync(EdgeHub hub, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsGet(request.Method))
            return ServiceError.NotAllowed(request);
        var after = Number(request, "after", 0, 0, long.MaxValue);
        var max = Number(request, "max", 500, 1, 5000);
        var wait = Number(request, "waitSeconds", 20, 0, 300);
        var messages = await hub.Upstream.ReadAsync(after, (int)max, TimeSpan.FromSeconds(wait), cancellationToken).ConfigureAwait(false);
        return HubAnswer.Ok(new JsonArray([.. messages.Select(UpstreamJson.Write)]));
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
