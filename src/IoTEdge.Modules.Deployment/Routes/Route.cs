using IoTEdge.Modules.Deployment.Routes.Parsing;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>One route of a hub: which messages it takes and where they go (protocol section 7).</summary>
/// <remarks>The language is edgeHub's: <c>[SELECT *] FROM source [WHERE condition] INTO sink</c>.</remarks>
public sealed record Route
{
    /// <summary>The priority of a route that names none: 2,000,000,000, the lowest.</summary>
    public const long DefaultPriority = 2_000_000_000;

    /// <summary>The largest number that a route may give as its priority, which is the lowest of those.</summary>
    public const long MaxPriority = 9;

    internal Route(string name, string text, RouteSource source, RouteCondition? condition, RouteSink sink)
    {
        Name = name;
        Text = text;
        Source = source;
        Condition = condition;
        Sink = sink;
    }

    /// <summary>The name of the route, unique within a hub.</summary>
    public string Name { get; }

    /// <summary>The route as it was written.</summary>
    public string Text { get; }

    /// <summary>What the route takes messages from.</summary>
    public RouteSource Source { get; }

    /// <summary>What stands between <c>WHERE</c> and <c>INTO</c>; null when the route takes every message of its source.</summary>
    /// <remarks>Where it has an <see cref="RouteCondition.Error"/>, a hub cannot use the route.</remarks>
    public RouteCondition? Condition { get; }

    /// <summary>Where the messages go.</summary>
    public RouteSink Sink { get; }

    /// <summary>What stands after the sink, which edgeHub does not look at, not even at a <c>WHERE</c>; null when nothing does.</summary>
    public string? IgnoredText { get; internal init; }

    /// <summary>0 (first) to 9, or <see cref="DefaultPriority"/> (last).</summary>
    public long Priority { get; private init; } = DefaultPriority;

    /// <summary>How long a message waits for its receiver, in seconds; null means as long as the hub's configuration says.</summary>
    public long? TimeToLiveSeconds { get; private init; }

    /// <summary>Whether the route takes a message.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="RouteException">The condition has an error.</exception>
    public bool Matches(RouteMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Source.Matches(message.Source) && (Condition is null || Condition.Evaluate(message) == true);
    }

    /// <summary>Parses a route.</summary>
    /// <param name="name">The name of the route.</param>
    /// <param name="text">The text of the route.</param>
    /// <param name="priority">0 to 9; null means <see cref="DefaultPriority"/>.</param>
    /// <param name="timeToLiveSeconds">In seconds, 0 to 4,294,967,295; 0 and null mean the hub's own.</param>
    /// <exception cref="RouteException">The text is no route, or a number is out of its limits. A condition with wrong types is read: see <see cref="Condition"/>.</exception>
    public static Route Parse(string name, string text, long? priority = null, long? timeToLiveSeconds = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        var route = new RouteParser(name, text).Parse();
        if (priority is < 0 or > MaxPriority and not DefaultPriority)
            throw new RouteException(name, text, 1, $"priority is {priority}.", "Give a whole number from 0 (first) to 9 (last), or none.");
        if (timeToLiveSeconds is < 0 or > uint.MaxValue)
            throw new RouteException(name, text, 1, $"timeToLiveSecs is {timeToLiveSeconds}.", "Give a whole number of seconds from 0 (the hub's own) to 4294967295.");
        return route with { Priority = priority ?? DefaultPriority, TimeToLiveSeconds = timeToLiveSeconds is 0 ? null : timeToLiveSeconds };
    }

    /// <summary>The name and the text of the route.</summary>
    public override string ToString() => $"{Name}: {Text}";
}
