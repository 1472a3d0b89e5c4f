using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Hub.Routing;

/// <summary>What all messages of one source have in common: the routes that may take them, and where those lead.</summary>
internal sealed class RouteMatch
{
    private readonly RouteEntry[] _routes;

    // The routes to each endpoint, the best priority first: of several that take a message that one counts (protocol section 7.5).
    private readonly RouteEntry[][] _endpoints;
    private readonly MessageTarget[] _all;

    public RouteMatch(RouteEntry[] routes)
    {
        _routes = routes;
        _endpoints = [.. routes.GroupBy(entry => entry.Route.Sink).Select(group => group.OrderBy(entry => entry.Route.Priority).ToArray())];
        _all = [.. _endpoints.Select(entries => entries[0].Target)];
        IsConditional = Array.Exists(routes, entry => entry.Route.Condition is not null);
    }

    /// <summary>Whether no route takes from that source at all.</summary>
    public bool IsEmpty => _routes.Length == 0;

    /// <summary>Whether it takes a look at the message to say where it goes.</summary>
    public bool IsConditional { get; }

    /// <summary>Where every message goes, one target for each endpoint; for a source without conditions.</summary>
    public MessageTarget[] Take()
    {
        foreach (var entry in _routes)
            entry.Count();
        return _all;
    }

    /// <summary>Where a message goes, one target for each endpoint; none where no condition holds.</summary>
    public MessageTarget[] Take(RouteMessage message)
    {
        var targets = new List<MessageTarget>(_endpoints.Length);
        foreach (var entries in _endpoints)
        {
            MessageTarget? best = null;
            foreach (var entry in entries)
            {
                if (entry.Route.Condition is { } condition && condition.Evaluate(message) != true)
                    continue;
                entry.Count();
                best ??= entry.Target;
            }

            if (best is not null)
                targets.Add(best);
        }

        return [.. targets];
    }
}
