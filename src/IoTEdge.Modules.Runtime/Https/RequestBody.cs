using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>The JSON of a request; Kestrel limits its size.</summary>
internal static class RequestBody
{
    /// <summary>Reads an object. No body at all is an empty one.</summary>
    /// <exception cref="ProtocolException">It is no JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return body.Length == 0 ? [] : TwinJson.ParseObject(body.GetBuffer().AsSpan(0, (int)body.Length), Subject(request));
    }

    /// <summary>Reads an array.</summary>
    /// <exception cref="ProtocolException">It is no JSON array.</exception>
    public static async Task<JsonArray> ReadArrayAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return TwinJson.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), Subject(request)) as JsonArray ?? throw new ProtocolException(Subject(request), "it is not a JSON array.");
    }

    private static string Subject(HttpRequest request) => $"body of {request.Method} {request.Path}";
}
