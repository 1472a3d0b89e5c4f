using System.Collections.Concurrent;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Hub.Routing;

/// <summary>The routes of one configuration, never changed: a reader has a consistent set with one look.</summary>
internal sealed class RouteTable(IReadOnlyList<RouteEntry> entries)
{
    // A module that invents output names shall not fill the memory.
    private const int MaxRemembered = 4096;

    private readonly ConcurrentDictionary<(string? ModuleId, string? Output), RouteMatch> _remembered = new();
    private long _dropped;

    public IReadOnlyList<RouteEntry> Entries { get; } = entries;

    /// <summary>How many messages no route took.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The routes that may take a change of reported properties.</summary>
    public RouteMatch TwinChanges { get; } = new([.. entries.Where(entry => entry.Route.Source.Matches(MessageSource.TwinChangeNotifications))]);

    /// <summary>The routes that may take what a client sends: a module, to an output or to none, or with <paramref name="moduleId"/> null a leaf device.</summary>
    public RouteMatch Match(string? moduleId, string? output)
    {
        if (!_remembered.TryGetValue((moduleId, output), out var match))
        {
            var source = moduleId is null ? MessageSource.Device : MessageSource.Module(moduleId, output);
            match = new RouteMatch([.. Entries.Where(entry => entry.Route.Source.Matches(source))]);
            if (_remembered.Count < MaxRemembered)
                _remembered.TryAdd((moduleId, output), match);
        }

        return match;
    }

    /// <summary>Counts a message that no route took.</summary>
    public void CountDropped() => Interlocked.Increment(ref _dropped);

    /// <summary>Keeps the counters of routes that stay.</summary>
    public void CountFrom(RouteTable earlier)
    {
        Interlocked.Add(ref _dropped, earlier.Dropped);
        foreach (var entry in Entries)
        {
            if (earlier.Entries.FirstOrDefault(old => old.Route.Name == entry.Route.Name && old.Route.Text == entry.Route.Text) is { } old)
                entry.CountFrom(old);
        }
    }
}
