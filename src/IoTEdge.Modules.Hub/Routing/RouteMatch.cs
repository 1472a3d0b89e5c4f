namespace IoTEdge.Modules.Hub.Routing;

/// <summary>What all messages of one source have in common: the routes that take them, and where they go.</summary>
internal sealed class RouteMatch(RouteEntry[] routes)
{
    private readonly RouteEntry[] _routes = routes;

    /// <summary>
    /// One target per endpoint: of several routes to one endpoint, the one with the best priority counts (protocol section 7.5).
    /// </summary>
    public MessageTarget[] Targets { get; } =
        [.. routes.GroupBy(entry => entry.Route.Sink).Select(group => group.MinBy(entry => entry.Route.Priority)!.Target)];

    public void Count()
    {
        foreach (var route in _routes)
            route.Count();
    }
}
