using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Https;

internal static class RequestPath
{
    /// <summary>The segments of the path, decoded; a slash at either end does not count.</summary>
    public static string[] Split(HttpRequest request) => (request.Path.Value ?? "").Trim('/').Split('/');
}
