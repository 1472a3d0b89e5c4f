using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The versions that edged's workload API knows (protocol section 4.3).</summary>
internal static class WorkloadApiVersion
{
    /// <summary>The one that modules are told.</summary>
    public const string Newest = "2022-08-03";

    private static readonly string[] Known = ["2018-06-28", "2019-01-30", "2019-10-22", "2019-11-05", "2020-07-07", "2021-12-07", Newest];

    /// <summary>What is wrong with the request's version, or null.</summary>
    public static string? Check(HttpRequest request)
    {
        if (!request.Query.TryGetValue("api-version", out var version)) return "api-version not specified";
        return Known.Contains(version.ToString()) ? null : $"invalid api-version \"{version}\"";
    }
}
