namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Tells what a folded condition can still turn out to be: each comparison on its own, without looking at what two of them have in common.</summary>
internal static class ConditionTruth
{
    private static readonly HashSet<string> NeverUndefined = new(StringComparer.OrdinalIgnoreCase) { "is_defined", "is_number", "is_string" };

    private static readonly TruthSet[] Single = [TruthSet.True, TruthSet.False, TruthSet.Undefined];

    /// <summary>What the whole condition can be: what is no boolean routes nothing.</summary>
    public static TruthSet OfCondition(ConditionNode node) => node.Type switch
    {
        ConditionType.Null => TruthSet.False,
        ConditionType.Bool or ConditionType.Body => Of(node),
        _ => TruthSet.Undefined,
    };

    private static TruthSet Of(ConditionNode node) => node switch
    {
        ConstantNode constant => Of(constant.Value),
        NotNode => Not(Of(node.Operands[0])),
        LogicNode logic => OfRow(logic),
        CallNode { Name: var name } when NeverUndefined.Contains(name) => TruthSet.True | TruthSet.False,
        _ => TruthSet.Any,
    };

    private static TruthSet Of(in ConditionValue value) => value.IsTrue ? TruthSet.True : value.IsFalse ? TruthSet.False : TruthSet.Undefined;

    private static TruthSet Not(TruthSet set)
    {
        var result = set & TruthSet.Undefined;
        if (set.HasFlag(TruthSet.True)) result |= TruthSet.False;
        if (set.HasFlag(TruthSet.False)) result |= TruthSet.True;
        return result;
    }

    private static TruthSet OfRow(LogicNode logic)
    {
        var isAnd = logic.Operator.Kind == OperatorKind.And;
        var result = isAnd ? TruthSet.True : TruthSet.False;
        foreach (var operand in logic.Operands)
        {
            var set = Of(operand);
            var next = TruthSet.None;
            foreach (var left in Single)
            foreach (var right in Single)
                if (result.HasFlag(left) && set.HasFlag(right)) next |= isAnd ? And(left, right) : Not(And(Not(left), Not(right)));
            result = next;
        }

        return result;
    }

    private static TruthSet And(TruthSet left, TruthSet right) =>
        left == TruthSet.False || right == TruthSet.False ? TruthSet.False
        : left == TruthSet.Undefined || right == TruthSet.Undefined ? TruthSet.Undefined
        : TruthSet.True;
}
