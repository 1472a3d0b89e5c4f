using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Routes that change nothing, because another one brings the same messages to the same place, at least as soon.</summary>
internal static class ShadowRule
{
    public static void Check(LintContext context)
    {
        for (var i = 0; i < context.Routes.Count; i++)
        {
            var route = context.Routes[i];
            var other = context.Routes.Where((candidate, j) => j != i && Covers(candidate.Route, route.Route) && (j < i || !Covers(route.Route, candidate.Route))).FirstOrDefault();
            if (other is not null)
                context.Add(LintRules.Shadowed, route, -1, $"'{route.Name}' changes nothing: '{other.Name}' brings the same messages to {route.Route.Sink}, and each arrives there once.", "Remove it, give it a better priority, or a condition to the other one.");
        }
    }

    private static bool Covers(Route route, Route other) =>
        route.Sink == other.Sink
        && route.Priority <= other.Priority
        && other.Source.Prefix.StartsWith(route.Source.Prefix, StringComparison.OrdinalIgnoreCase)
        && (route.Condition is null || (route.Condition.Error is null && route.Condition.Text == other.Condition?.Text));
}
