using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>Says which parts of a condition decided about a message, and what their values were.</summary>
internal sealed class ConditionExplainer(string text, RouteMessage message)
{
    private readonly ValueExplainer _values = new(message);

    /// <summary>One sentence for each part that decided.</summary>
    public string Explain(ConditionNode condition) =>
        string.Join("; ", Decisive(condition).Distinct().Select(ExplainPart)) + ".";

    // Down to where the result comes from: one operand decides, or all of them together.
    private IEnumerable<ConditionNode> Decisive(ConditionNode node)
    {
        switch (node)
        {
            case NotNode:
                return Decisive(node.Operands[0]);
            case LogicNode logic:
                return Decisive(logic);
            case BodyLogicNode when node.Evaluate(message).IsDefined:
                return [node.Operands[0], node.Operands[1]];
            default:
                return [node];
        }
    }

    private IEnumerable<ConditionNode> Decisive(LogicNode logic)
    {
        var operands = logic.Operands.ToArray();
        var result = logic.Evaluate(message);
        if (!result.IsDefined) return Decisive(Array.Find(operands, operand => !operand.Evaluate(message).IsDefined)!);
        var isDecidedByOne = logic.Operator.Kind == OperatorKind.And ? result.IsFalse : result.IsTrue;
        return isDecidedByOne
            ? Decisive(Array.Find(operands, operand => operand.Evaluate(message).Equals(result))!)
            : operands.SelectMany(Decisive);
    }

    private string ExplainPart(ConditionNode node)
    {
        var value = node.Evaluate(message);
        var result = $"{TextOf(node)} is {(node.Type == ConditionType.Null ? "null, which counts as false" : ValueExplainer.Short(value))}";
        if (node.Operands.IsEmpty || node is PropertyNode) return node is ConstantNode ? result : $"{_values.Explain(node, TextOf(node))}{NoBoolean(node, value)}";
        var operands = Leaves(node).DistinctBy(TextOf).Select(leaf => _values.Explain(leaf, TextOf(leaf))).ToList();
        if (operands.Count == 0) return result;
        return node is CompareNode compare && Comparison(compare) is { } comparison
            ? $"{string.Join(", ", operands)}{comparison} is {value}"
            : $"{string.Join(", ", operands)}: {result}";
    }

    /// <summary>How unequal types compare: "null > 25"; null where they are of one type.</summary>
    private string? Comparison(CompareNode node)
    {
        var (left, right) = (node.Operands[0].Evaluate(message), node.Operands[1].Evaluate(message));
        if (!left.IsDefined || !right.IsDefined || left.Kind == right.Kind) return null;
        var isOfMissing = left.Kind == ValueKind.Missing || right.Kind == ValueKind.Missing;
        var order = isOfMissing ? "" : $", and {ValueExplainer.TypeName(left.Kind)} is {(left.CompareTo(right) < 0 ? "less" : "more")} than {ValueExplainer.TypeName(right.Kind)}";
        return $"{(isOfMissing ? ", which compares as null" : order)}: {ValueExplainer.Short(left)} {node.Operator.Text} {ValueExplainer.Short(right)}";
    }

    private static string NoBoolean(ConditionNode node, ConditionValue value) =>
        value.IsDefined && value.Kind != ValueKind.Bool ? $", which is no boolean: the condition is undefined{(node.Type == ConditionType.Text ? ", whatever the text is" : "")}" : "";

    // What the message has to do with it: properties and values of the body, not literals.
    private static IEnumerable<ConditionNode> Leaves(ConditionNode node)
    {
        if (node is PropertyNode or BodyNode or SystemPropertyNode) return [node];
        return node.Operands.ToArray().SelectMany(Leaves);
    }

    private string TextOf(ConditionNode node) => text[node.Start..node.End];
}
