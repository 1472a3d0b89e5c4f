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
        Print(Modules(runtime, statistics), console);
        Print(Routes(statistics), console);
        Print(Endpoints(statistics), console);
        console.WriteLine($"  {Count(upstreamCount, "message")} arrived upstream.");
        if (runtime.Modules[0].RestartCount is > 0 and var restarts)
            console.WriteLine($"  After {Count(restarts, "restart")} the hub counts from its last start on.");
    }

    private static string Count(long count, string noun) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    private static void Print(TextTable table, RuntimeConsole console)
    {
        if (table.IsEmpty) return;
        foreach (var line in table.Lines()) console.WriteLine(line);
        console.WriteLine();
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

    private static TextTable Routes(JsonElement statistics)
    {
        var table = new TextTable("route", "to", "matched");
        foreach (var route in Array(statistics, "routes"))
            table.Add(route.GetProperty("name").GetString()!, route.GetProperty("endpoint").GetString()!, Sum([route], "matched"));
        return table;
    }

    // Several routes may lead to one input, which takes a message once: what was delivered belongs to the input.
    private static TextTable Endpoints(JsonElement statistics)
    {
        var table = new TextTable("input", "delivered", "again", "waiting");
        foreach (var endpoint in Array(statistics, "endpoints").GroupBy(entry => entry.GetProperty("endpoint").GetString()!).Where(group => group.Key != RuntimeConsole.Upstream))
            table.Add(endpoint.Key, Sum(endpoint, "delivered"), Sum(endpoint, "redelivered"), Sum(endpoint, "queued"));
        return table;
    }

    private static JsonElement[] Array(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var array) ? [.. array.EnumerateArray()] : [];

    private static string Sum(IEnumerable<JsonElement> entries, string name) =>
        entries.Sum(entry => entry.TryGetProperty(name, out var value) ? value.GetInt64() : 0).ToString("N0", CultureInfo.InvariantCulture);
}
