namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>AND</c> or <c>OR</c> with a value of the body on the left: undefined unless both sides are booleans.</summary>
internal sealed class BodyLogicNode(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(ConditionType.Bool, @operator, left, right)
{
    private readonly ConditionNode _left = left;
    private readonly ConditionNode _right = right;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var left = _left.Evaluate(message);
        var right = _right.Evaluate(message);
        if (left.Kind != ValueKind.Bool || right.Kind != ValueKind.Bool) return ConditionValue.Undefined;
        return ConditionValue.Of(Operator.Kind == OperatorKind.And ? left.IsTrue && right.IsTrue : left.IsTrue || right.IsTrue);
    }

    public override ConditionNode With(ConditionNode[] operands) => new BodyLogicNode(Operator, operands[0], operands[1]);
}
