namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>a ?? b</c>: a where it is defined. Null is defined, and so is what the body lacks.</summary>
internal sealed class CoalesceNode(ConditionType type, ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(type, @operator, left, right)
{
    private readonly ConditionNode _left = left;
    private readonly ConditionNode _right = right;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var left = _left.Evaluate(message);
        return left.IsDefined ? left : _right.Evaluate(message);
    }

    public override ConditionNode With(ConditionNode[] operands) => new CoalesceNode(Type, Operator, operands[0], operands[1]);
}
