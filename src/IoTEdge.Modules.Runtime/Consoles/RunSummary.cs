using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Prints what happened: per module, per route, and upstream.</summary>
internal static class RunSummary
{
    /// <summary>A route's end in the hub's words: <c>$upstream</c> or <c>{module}/{input}</c>.</summary>
    public static string EndpointOf(RouteSink sink) => sink is ModuleInputSink input ? $"{input.ModuleId}/{input.Input}" : RuntimeConsole.Upstream;

    public static void Print(EdgeRuntime runtime, JsonElement statistics, long upstreamCount, TimeSpan elapsed, RuntimeConsole console)
    {
        console.WriteLine();
        console.WriteLine(console.Palette.Bold($"Summary of {elapsed.TotalSeconds:0} s"));
        foreach (var line in Modules(runtime, statistics).Lines()) console.WriteLine(line);
        console.WriteLine();
        if (runtime.Manifest.Hub.Routes.Count > 0)
        {
            foreach (var line in Routes(statistics, upstreamCount).Lines()) console.WriteLine(line);
            console.WriteLine();
        }

        console.WriteLine($"  {upstreamCount.ToString("N0", CultureInfo.InvariantCulture)} messages arrived upstream.");
    }

    private static TextTable Modules(EdgeRuntime runtime, JsonElement statistics)
    {
        var table = new TextTable("module", "exit", "restarts", "sent", "received");
        var counts = Array(statistics, "modules").ToLookup(entry => entry.GetProperty("moduleId").GetString());
        foreach (var instance in runtime.Modules.Where(instance => instance.Name != Agents.HubProcess.Name))
        {
            var exit = instance.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-";
            var restarts = instance.RestartCount.ToString(CultureInfo.InvariantCulture);
            table.Add(instance.Name, exit, restarts, Sum(counts[instance.Name], "sent"), Sum(counts[instance.Name], "received"));
        }

        return table;
    }

    private static TextTable Routes(JsonElement statistics, long upstreamCount)
    {
        var table = new TextTable("route", "to", "matched", "delivered", "waiting");
        var endpoints = Array(statistics, "endpoints").ToLookup(entry => entry.GetProperty("endpoint").GetString());
        foreach (var route in Array(statistics, "routes"))
        {
            var endpoint = route.GetProperty("endpoint").GetString()!;
            var isUpstream = endpoint == RuntimeConsole.Upstream;
            table.Add(
                route.GetProperty("name").GetString()!, endpoint, Sum([route], "matched"),
                isUpstream ? upstreamCount.ToString("N0", CultureInfo.InvariantCulture) : Sum(endpoints[endpoint], "delivered"),
                isUpstream ? "0" : Sum(endpoints[endpoint], "queued"));
        }

        return table;
    }

    private static JsonElement[] Array(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var array) ? [.. array.EnumerateArray()] : [];

    private static string Sum(IEnumerable<JsonElement> entries, string name) =>
        entries.Sum(entry => entry.TryGetProperty(name, out var value) ? value.GetInt64() : 0).ToString("N0", CultureInfo.InvariantCulture);
}
