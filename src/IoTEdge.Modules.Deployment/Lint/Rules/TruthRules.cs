using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Conditions that do not depend on the message.</summary>
internal static class TruthRules
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        {
            if (route.Condition is not { } condition) continue;
            var truth = ConditionTruth.OfCondition(ConditionFolding.Fold(condition, _ => null));
            if (truth == TruthSet.True)
                context.Add(LintRules.AlwaysHolds, route, condition.Start, $"The condition of '{route.Name}' holds for every message.", "Leave WHERE out, or correct it.");
            else if (!truth.HasFlag(TruthSet.True))
                context.Add(LintRules.NeverHolds, route, condition.Start, $"The condition of '{route.Name}' holds for no message{Why(condition)}.", Remedy(condition));
        }
    }

    private static string Why(ConditionNode condition) =>
        condition.Type is ConditionType.Text or ConditionType.Number ? $", because it is {ConditionTypes.Name(condition.Type)}" : "";

    private static string Remedy(ConditionNode condition) => condition switch
    {
        PropertyNode { Otherwise: null, Name: var name } when name.ToUpperInvariant() is "TRUE" or "FALSE" => $"The literal is written {name.ToLowerInvariant()}.",
        { Type: ConditionType.Text or ConditionType.Number } => "Compare it, as in level = 'high'; operators need blanks around them.",
        _ => "Correct it, or remove the route.",
    };
}
