using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Hub.Routing;

/// <summary>A route, where it leads, and how many messages it took.</summary>
internal sealed class RouteEntry(Route route, MessageTarget target)
{
    private long _matched;

    public Route Route { get; } = route;

    public MessageTarget Target { get; } = target;

    public long Matched => Interlocked.Read(ref _matched);

    public void Count() => Interlocked.Increment(ref _matched);

    /// <summary>Keeps counting where the same route of an earlier table was.</summary>
    public void CountFrom(RouteEntry earlier) => Interlocked.Add(ref _matched, earlier.Matched);
}
