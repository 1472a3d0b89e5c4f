using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>Says what routes do with a message.</summary>
internal static class MessageExplainer
{
    public static MessageExplanation Explain(HubConfiguration configuration, RouteMessage message)
    {
        var routes = configuration.Routes.Select(route => Explain(route, message)).ToList();
        long? timeToLive = configuration.StoreAndForward.TimeToLiveSeconds < 0 ? null : configuration.StoreAndForward.TimeToLiveSeconds;
        var destinations = routes.Where(route => route.Takes).Select(route => route.Route)
            .GroupBy(route => route.Sink)
            .Select(group => group.MinBy(route => route.Priority)!)
            .Select(route => new MessageDestination(route.Sink, route, route.Priority, route.TimeToLiveSeconds ?? timeToLive));
        return new MessageExplanation(message.Source, routes, [.. destinations]);
    }

    private static RouteExplanation Explain(Route route, RouteMessage message)
    {
        if (!route.Source.Matches(message.Source))
            return new RouteExplanation(route, RouteVerdict.OtherSource, $"it takes from {route.Source}, and the message comes from {message.Source}.");
        if (route.Condition is not { } condition)
            return new RouteExplanation(route, RouteVerdict.Takes, Unconditional(route));
        if (condition.Error is { } error)
            return new RouteExplanation(route, RouteVerdict.ConditionError, $"its condition cannot be compiled, character {error.Position}: {error.Why} {error.Remedy}");
        var verdict = condition.Evaluate(message) switch { true => RouteVerdict.Takes, false => RouteVerdict.ConditionFalse, null => RouteVerdict.ConditionUndefined };
        return new RouteExplanation(route, verdict, new ConditionExplainer(route.Text, message).Explain(condition.Root));
    }

    private static string Unconditional(Route route) => route.IgnoredText is null
        ? $"it takes everything from {route.Source}."
        : $"it takes everything from {route.Source}; '{route.IgnoredText}' stands after the sink and is not looked at.";
}
