using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Runtime.Agents;
using IoTEdge.Modules.Runtime.Hubs;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Prints what runs: the device, the four concepts of each module, and the routes.</summary>
internal static class RunHeader
{
    public static void Print(EdgeRuntime runtime, RuntimeConsole console)
    {
        var options = runtime.Options;
        console.SetModules([.. runtime.Manifest.Modules.Select(module => module.Name)]);
        var gateway = new HubEndpoint(options.HubHostName, options.GatewayHostName, new HubPorts(runtime.MqttPort, runtime.AmqpPort, runtime.HttpsPort)).Gateway;
        Section(console, "Device", Table([options.DeviceId, $"MQTT over TLS at {gateway}", $"state in {Path.GetRelativePath(Environment.CurrentDirectory, options.StateDirectory)}"]));
        if (options.HttpsPort is null && runtime.HttpsPort != HttpsPortChoice.Standard)
        {
            console.WriteLine(console.Palette.Dim($"  HTTPS is at port {runtime.HttpsPort}: {HttpsPortChoice.Standard} was not to be had, where Microsoft's clients look for methods and WebSockets."));
            console.WriteLine(console.Palette.Dim("  The log of edgeHub says why, and what allows it."));
            console.WriteLine();
        }

        Section(console, "Modules", Modules(runtime));
        Section(console, "Routes", Routes(runtime.Manifest.Hub.Routes));
        foreach (var warning in runtime.Warnings) console.WriteLine(console.Palette.Dim($"  {warning}"));
        if (runtime.Warnings.Count > 0) console.WriteLine();
    }

    private static TextTable Modules(EdgeRuntime runtime)
    {
        var table = new TextTable("instance", "image", "identity", "twin");
        foreach (var module in runtime.Manifest.Modules)
            table.Add(module.Name, module.Image, $"/devices/{runtime.Options.DeviceId}/modules/{module.Name}", Twin(runtime.Manifest, module.Name));
        return table;
    }

    private static string Twin(DeploymentManifest manifest, string module) =>
        manifest.DesiredProperties.TryGetValue(module, out var desired)
            ? string.Join(", ", desired.EnumerateObject().Select(property => property.Name))
            : "as it was";

    private static TextTable Routes(IReadOnlyList<Route> routes)
    {
        var table = new TextTable("", "", "", "");
        foreach (var route in routes) table.Add(route.Name, route.Source.Path, "→", RunSummary.EndpointOf(route.Sink));
        return table;
    }

    private static TextTable Table(params string[][] rows)
    {
        var table = new TextTable([.. rows[0].Select(_ => "")]);
        foreach (var row in rows) table.Add(row);
        return table;
    }

    private static void Section(RuntimeConsole console, string title, TextTable table)
    {
        if (table.IsEmpty) return;
        console.WriteLine(console.Palette.Bold(title));
        foreach (var line in table.Lines()) console.WriteLine(line);
        console.WriteLine();
    }
}
