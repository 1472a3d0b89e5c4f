using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Hub.Configuration;

/// <summary>Reads the desired properties of <c>$edgeHub</c>, and finds everything that is wrong with them.</summary>
internal sealed class HubConfigurationReader
{
    private const int MaxMinorVersion = 3;

    private readonly List<string> _problems = [];

    /// <summary>The configuration, or what is wrong.</summary>
    public static (HubConfiguration? Configuration, IReadOnlyList<string> Problems) Read(JsonObject desired)
    {
        var reader = new HubConfigurationReader();
        reader.CheckSchemaVersion(desired["schemaVersion"]);
        var routes = new List<Route>();
        foreach (var (name, value) in reader.Object(desired, "routes") ?? [])
        {
            if (value is not null && reader.ReadRoute(name, value) is { } route)
                routes.Add(route);
        }

        var timeToLive = reader.Number(reader.Object(desired, "storeAndForwardConfiguration"), "timeToLiveSecs", "storeAndForwardConfiguration");
        var configuration = new HubConfiguration(routes, timeToLive is null or < 0 ? null : timeToLive);
        return reader._problems.Count == 0 ? (configuration, []) : (null, reader._problems);
    }

    private Route? ReadRoute(string name, JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String)
            return Parse(name, value.GetValue<string>(), null, null);
        if (value is JsonObject route && route["route"] is { } text && text.GetValueKind() == JsonValueKind.String)
            return Parse(name, text.GetValue<string>(), Number(route, "priority", name), Number(route, "timeToLiveSecs", name));
        _problems.Add($"Route '{name}' is neither a text nor an object with a text 'route'.");
        return null;
    }

    private Route? Parse(string name, string text, long? priority, long? timeToLive)
    {
        try
        {
            var route = Route.Parse(name, text, priority, timeToLive);
            if (route.Condition is not null)
                _problems.Add($"Route '{name}' has a condition: WHERE is not supported yet.");
            else if (route.Sink is ModuleInputSink sink && (sink.Input.AsSpan().ContainsAny("+#\0") || sink.ModuleId.AsSpan().ContainsAny("+#\0")))
                _problems.Add($"Route '{name}' leads to an input whose name has + or #, which MQTT cannot carry.");
            else
                return route;
        }
        catch (RouteException exception)
        {
            _problems.Add(exception.Message);
        }

        return null;
    }

    private void CheckSchemaVersion(JsonNode? node)
    {
        var text = node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";
        if (!Version.TryParse(text, out var version) || version.Major != 1 || version.Minor > MaxMinorVersion)
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"schemaVersion has to be a text from \"1.0\" to \"1.{MaxMinorVersion}\"."));
    }

    private JsonObject? Object(JsonObject parent, string name)
    {
        if (parent[name] is not { } node)
            return null;
        if (node is JsonObject found)
            return found;
        _problems.Add($"{name} has to be an object.");
        return null;
    }

    private long? Number(JsonObject? parent, string name, string owner)
    {
        if (parent?[name] is not { } node)
            return null;
        // By its text, as a number that was not read from JSON knows only the type it was made with.
        if (node.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        _problems.Add($"{name} of {owner} has to be a whole number.");
        return null;
    }
}
