using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>A route that could be read, and where its text stands.</summary>
internal sealed record LintRoute(Route Route, JsonNodeAt At)
{
    public string Name => Route.Name;

    /// <summary>The condition where it can be compiled; null where there is none, or none that works.</summary>
    public ConditionNode? Condition => Route.Condition is { Error: null } condition ? condition.Root : null;

    /// <summary>All parts of the condition, also where it has an error.</summary>
    public IEnumerable<ConditionNode> Nodes => Route.Condition is null ? [] : Walk(Route.Condition.Root);

    /// <summary>The text of a part of the condition.</summary>
    public string TextOf(ConditionNode node) => Route.Text[node.Start..node.End];

    private static IEnumerable<ConditionNode> Walk(ConditionNode node)
    {
        var nodes = new Stack<ConditionNode>([node]);
        while (nodes.TryPop(out var next))
        {
            yield return next;
            foreach (var operand in next.Operands.ToArray().Reverse()) nodes.Push(operand);
        }
    }
}
