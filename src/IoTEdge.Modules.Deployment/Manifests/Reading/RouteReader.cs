using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads one route of <c>$edgeHub</c>: a text, or from schema 1.1 on an object with priority and time to live.</summary>
internal sealed class RouteReader(ProblemList problems)
{
    private readonly MemberReader _members = new(problems);

    /// <summary>The route and the node of its text; null when it is wrong, or null in the document, which edgeHub takes for "no such route".</summary>
    public (Route Route, JsonNodeAt At)? Read(string name, JsonNodeAt node, Version? schemaVersion)
    {
        CheckName(name, node);
        if (node.Kind == JsonValueKind.Null) return null;
        if (node.Kind == JsonValueKind.String) return Parse(name, node, priority: null, timeToLive: null);
        if (node.Kind != JsonValueKind.Object)
        {
            problems.Error(node, $"The route '{name}' is {node}.", "Write \"FROM ... INTO ...\", or { \"route\": \"...\", \"priority\": 0, \"timeToLiveSecs\": 0 }.");
            return null;
        }

        if (schemaVersion is { Minor: 0 })
            problems.Error(node, $"The route '{name}' is an object, which schema version 1.0 does not know.", "Write \"schemaVersion\": \"1.1\" for $edgeHub, or the route as a text.");
        var priority = _members.Integer(node, "priority", 0, Route.MaxPriority);
        var timeToLive = _members.Integer(node, "timeToLiveSecs", 0, uint.MaxValue);
        return _members.Text(node, "route", "Add \"route\": \"FROM ... INTO ...\".") is null ? null : Parse(name, node["route"]!, priority, timeToLive);
    }

    private (Route Route, JsonNodeAt At)? Parse(string name, JsonNodeAt text, long? priority, long? timeToLive)
    {
        try
        {
            var route = Route.Parse(name, text.Text, priority, timeToLive);
            CheckInput(route, text);
            return (route, text);
        }
        catch (RouteException exception)
        {
            problems.Error(text, $"The route '{name}' is not valid at character {exception.Position}: {exception.Why}", exception.Remedy);
        }

        return null;
    }

    private void CheckInput(Route route, JsonNodeAt text)
    {
        if (route.Sink is ModuleInputSink { ModuleId.Length: 0 } or ModuleInputSink { Input.Length: 0 })
            problems.Error(text, $"The route '{route.Name}' leads to an input without a name.", "Write BrokeredEndpoint(\"/modules/<module>/inputs/<input>\").");
        else if (route.Sink is ModuleInputSink sink && (sink.Input.AsSpan().ContainsAny("+#\0") || sink.ModuleId.AsSpan().ContainsAny("+#\0")))
            problems.Error(text, $"The route '{route.Name}' leads to an input whose name MQTT cannot carry.", "Use names without '+' and '#'.");
    }

    private void CheckName(string name, JsonNodeAt node)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny(". $#") >= 0)
            problems.Error(node, $"'{name}' cannot be the name of a route.", "Use a name without blanks, '.', '$' and '#'.");
    }
}
