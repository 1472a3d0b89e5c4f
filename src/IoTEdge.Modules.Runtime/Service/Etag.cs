using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>Etags in headers, where they stand in quotes (protocol section 11.6).</summary>
internal static class Etag
{
    /// <summary>The etag of <c>If-Match</c> without quotes; null when there is none.</summary>
    public static string? IfMatch(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is { Length: > 0 } header ? header.Trim('"') : null;

    /// <summary>Whether an etag is what a condition asks for; a missing condition and <c>*</c> ask for nothing.</summary>
    public static bool Matches(string? condition, string etag) => condition is null or "*" || condition == etag;

    public static HubAnswer With(HubAnswer answer, string etag) => answer with { Headers = [new("ETag", $"\"{etag}\"")] };
}
