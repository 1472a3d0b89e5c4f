namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>= != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>: undefined with an undefined side, else by type and value.</summary>
internal sealed class CompareNode(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(ConditionType.Bool, @operator, left, right)
{
    private readonly ConditionNode _left = left;
    private readonly ConditionNode _right = right;
    private readonly bool _isText = left.Type == ConditionType.Text && right.Type == ConditionType.Text;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var left = _left.Evaluate(message);
        var right = _right.Evaluate(message);
        if (!left.IsDefined || !right.IsDefined) return ConditionValue.Undefined;
        // A property without a value is undefined between texts; beside a body value it is the least of texts.
        if (_isText && (left.Text is null || right.Text is null)) return ConditionValue.Undefined;
        var order = left.CompareTo(right);
        return ConditionValue.Of(Operator.Kind switch
        {
            OperatorKind.Equal => order == 0,
            OperatorKind.NotEqual => order != 0,
            OperatorKind.Less => order < 0,
            OperatorKind.LessOrEqual => order <= 0,
            OperatorKind.Greater => order > 0,
            _ => order >= 0,
        });
    }

    public override ConditionNode With(ConditionNode[] operands) => new CompareNode(Operator, operands[0], operands[1]);
}
