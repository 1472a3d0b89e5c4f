using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>
/// Circles of modules: a message that one sends on may come back to it, and again, without an end. A module whose contract has no outputs
/// ends a circle; one without a contract is taken to send on what it gets.
/// </summary>
internal static class LoopRule
{
    public static void Check(LintContext context)
    {
        var edges = context.Modules.ToDictionary(module => module.Name, module => Edges(context, module).ToList());
        var told = new HashSet<string>();
        foreach (var module in context.Modules)
        {
            if (FindCircle(module.Name, edges) is not { } circle) continue;
            // One circle is told once, wherever it is entered.
            if (!told.Add(string.Join(' ', circle.Select(edge => edge.Route.Name).Order(StringComparer.Ordinal)))) continue;
            var way = string.Join(" -> ", circle.Select(edge => edge.Receiver).Prepend(module.Name));
            context.Add(LintRules.Loop, circle[^1].Route, -1, $"Messages may go round: {way}, by {string.Join(", ", circle.Select(edge => $"'{edge.Route.Name}'"))}.", "Take from one output each, or ask for $connectionModuleId.");
        }
    }

    private static IEnumerable<Edge> Edges(LintContext context, LintModule module)
    {
        if (module.Offer is { Outputs.Count: 0 }) return [];
        return context.Routes
            .Where(route => route.Route.Sink is ModuleInputSink sink && context.FindReceiver(sink.ModuleId) is not null && MayTake(route, module))
            .Select(route => new Edge(route, ((ModuleInputSink)route.Route.Sink).ModuleId));
    }

    private static bool MayTake(LintRoute route, LintModule sender)
    {
        var source = route.Route.Source;
        var isOfSource = sender.Offer is { } offer
            ? offer.Outputs.Any(output => source.Matches(MessageSource.Module(sender.Name, output)))
            : source.MayTakeFrom(sender.Name);
        if (!isOfSource || route.Condition is not { } condition) return isOfSource;
        var folded = ConditionFolding.Fold(condition, node => node is SystemPropertyNode system && system.Name.Equals("connectionModuleId", StringComparison.OrdinalIgnoreCase)
            ? ConditionValue.Of(sender.Name)
            : null);
        return ConditionTruth.OfCondition(folded).HasFlag(TruthSet.True);
    }

    // The shortest way back to where it begins.
    private static List<Edge>? FindCircle(string start, Dictionary<string, List<Edge>> edges)
    {
        var ways = new Queue<List<Edge>>([[]]);
        var seen = new HashSet<string>();
        while (ways.TryDequeue(out var way))
        {
            foreach (var edge in edges[way.Count == 0 ? start : way[^1].Receiver])
            {
                if (edge.Receiver == start) return [.. way, edge];
                if (seen.Add(edge.Receiver)) ways.Enqueue([.. way, edge]);
            }
        }

        return null;
    }

    private sealed record Edge(LintRoute Route, string Receiver);
}
