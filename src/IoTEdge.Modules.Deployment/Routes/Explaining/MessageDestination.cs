namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>One place that a message goes to.</summary>
/// <param name="Sink">The place.</param>
/// <param name="Route">The route that counts: of those that lead there the one with the best priority.</param>
/// <param name="Priority">0 (first) to 9, or <see cref="Route.DefaultPriority"/> (last).</param>
/// <param name="TimeToLiveSeconds">How long the message waits there, in seconds; null for ever.</param>
public sealed record MessageDestination(RouteSink Sink, Route Route, long Priority, long? TimeToLiveSeconds)
{
    /// <summary>The place, the route, the priority and the time to live.</summary>
    public override string ToString()
    {
        var priority = Priority == Route.DefaultPriority ? "the lowest priority" : $"priority {Priority}";
        return $"{Sink} by {Route.Name}, with {priority}, for {(TimeToLiveSeconds is { } seconds ? $"{seconds} s" : "ever")}";
    }
}
