namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Computes what can be computed of a condition without a message, or with a part of one.</summary>
internal static class ConditionFolding
{
    /// <summary>The condition with constants wherever the result is known.</summary>
    /// <param name="node">The condition.</param>
    /// <param name="known">What is known of a node; null where nothing is. Constants are known without it.</param>
    public static ConditionNode Fold(ConditionNode node, Func<ConditionNode, ConditionValue?> known)
    {
        if (known(node) is { } value) return Constant(node, value);
        // A property of the application that is called like a path into the body is nothing to reckon with.
        if (node is PropertyNode { Otherwise: { } otherwise }) return Fold(otherwise, known);
        if (node.Operands.IsEmpty) return node;
        var operands = new ConditionNode[node.Operands.Length];
        for (var i = 0; i < operands.Length; i++) operands[i] = Fold(node.Operands[i], known);
        var folded = node.With(operands);
        if (Array.TrueForAll(operands, operand => operand is ConstantNode)) return Constant(node, folded.Evaluate(RouteMessage.None));
        return node is LogicNode logic && Deciding(logic, operands) is { } deciding ? Constant(node, deciding) : folded;
    }

    private static ConditionValue? Deciding(LogicNode logic, ConditionNode[] operands)
    {
        foreach (var operand in operands)
            if (operand is ConstantNode { Value: var value } && (logic.Operator.Kind == OperatorKind.And ? value.IsFalse : value.IsTrue)) return value;
        return null;
    }

    private static ConstantNode Constant(ConditionNode node, ConditionValue value) => new(value, node.Type, node.Start, node.End);
}
