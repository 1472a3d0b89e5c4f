using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>
/// Finds comparisons that let messages through because the body lacks the member: it compares as null, which is more than every number
/// and text. A condition that asks for the type first is not found: <c>is_number($body.t) AND $body.t > 25</c>.
/// </summary>
internal static class MissingMemberRule
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        {
            if (route.Condition is not { } condition) continue;
            foreach (var comparison in route.Nodes.OfType<CompareNode>())
            {
                // Who compares with null means what is missing.
                if (comparison.Operands.ToArray().Any(operand => operand.Type == ConditionType.Null)) continue;
                var member = comparison.Operands.ToArray().Select(MemberOf).FirstOrDefault(node => node is not null && LetsThrough(condition, comparison, node.Path.Text));
                if (member is null || MemberRule.IsAlwaysThere(context, route, member)) continue;
                context.Add(
                    LintRules.MissingMember, route, comparison.Start,
                    $"Where the body has no '{member.Path.Text}', it compares as null, and {route.TextOf(comparison)} {(Fold(comparison, member.Path.Text) is ConstantNode { Value.IsTrue: true } ? "is true" : "is false")}: '{route.Name}' takes such messages.",
                    $"Ask for the type first: is_number($body.{member.Path.Text}) AND ..., or is_string.");
            }
        }
    }

    private static BodyNode? MemberOf(ConditionNode node) => node as BodyNode ?? (node as PropertyNode)?.Otherwise as BodyNode;

    private static bool LetsThrough(ConditionNode condition, CompareNode comparison, string path)
    {
        if (Fold(comparison, path) is not ConstantNode { Value.IsDefined: true }) return false;
        // What the condition can be without the member, and what it could be if the comparison were undefined, as one might expect.
        var actual = ConditionTruth.OfCondition(Fold(condition, path));
        var expected = ConditionTruth.OfCondition(ConditionFolding.Fold(condition, node => node == comparison ? ConditionValue.Undefined : Missing(node, path)));
        return (actual.HasFlag(TruthSet.True) && !expected.HasFlag(TruthSet.True)) || (actual == TruthSet.True && expected != TruthSet.True);
    }

    private static ConditionNode Fold(ConditionNode node, string path) => ConditionFolding.Fold(node, candidate => Missing(candidate, path));

    private static ConditionValue? Missing(ConditionNode node, string path) =>
        node is BodyNode body && body.Path.Text == path ? ConditionValue.Missing : null;
}
