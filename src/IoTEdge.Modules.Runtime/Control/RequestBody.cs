using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

internal static class RequestBody
{
    /// <summary>Reads the body; Kestrel limits its size. None at all is an empty object.</summary>
    /// <exception cref="ProtocolException">It is no JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return body.Length == 0 ? [] : TwinJson.ParseObject(body.GetBuffer().AsSpan(0, (int)body.Length), $"body of {request.Method} {request.Path}");
    }
}
