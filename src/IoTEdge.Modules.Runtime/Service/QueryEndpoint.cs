using System.Globalization;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Queries;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>POST /devices/query</c>: asks about twins, a page at a time (protocol section 11.6).</summary>
internal sealed class QueryEndpoint(EdgeHub hub)
{
    private const string SizeHeader = "x-ms-max-item-count";
    private const string ContinuationHeader = "x-ms-continuation";
    private const string TypeHeader = "x-ms-item-type";

    // As at IoT Hub.
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    private readonly TwinJsonView _json = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ServiceError.NotAllowed(request);
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if (IdentityJson.Text(body, "query") is not { } text)
            return ServiceError.BadRequest("The body has no query; send {\"query\":\"SELECT * FROM devices\"}.");
        var query = TwinQuery.Parse(text);
        if (!TryReadPage(request, out var offset, out var size))
            return ServiceError.BadRequest($"{SizeHeader} is not 1 to {MaxSize}, or {ContinuationHeader} is none that this hub gave.");
        var lines = query.Run(await ReadTwinsAsync(query.Source, cancellationToken).ConfigureAwait(false)).Skip(offset).Take(size + 1).ToList();
        var headers = new List<KeyValuePair<string, string>> { new(TypeHeader, query.GivesTwins ? "twin" : "raw") };
        if (lines.Count > size)
            headers.Add(new(ContinuationHeader, (offset + size).ToString(CultureInfo.InvariantCulture)));
        return HubAnswer.Ok(new JsonArray([.. lines.Take(size)])) with { Headers = headers };
    }

    // The order of ids is the order of pages: what comes or goes in between may be seen twice or not at all, as at IoT Hub.
    private async Task<List<JsonObject>> ReadTwinsAsync(QuerySource source, CancellationToken cancellationToken)
    {
        var twins = new List<JsonObject>();
        foreach (var client in hub.Identities.All.Where(client => client.Identity.IsModule == (source == QuerySource.Modules)))
            twins.Add(_json.Write(client, await hub.Twins.GetViewAsync(client.Identity, cancellationToken).ConfigureAwait(false)));
        return twins;
    }

    private static bool TryReadPage(HttpRequest request, out int offset, out int size)
    {
        size = DefaultSize;
        offset = 0;
        var isSize = request.Headers[SizeHeader] is not [{ } count] || int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out size);
        var isOffset = request.Headers[ContinuationHeader] is not [{ Length: > 0 } token] || int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
        return isSize && isOffset && size is > 0 and <= MaxSize;
    }
}
