namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>AND</c> or <c>OR</c> with the word <c>null</c>: AND is null then, and OR is its other side.</summary>
internal sealed class NullLogicNode(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(TypeOf(@operator.Kind, left.Type, right.Type), @operator, left, right)
{
    private readonly ConditionNode _other = left.Type == ConditionType.Null ? right : left;

    public override ConditionValue Evaluate(RouteMessage message) =>
        Type == ConditionType.Null ? ConditionValue.Null : _other.Evaluate(message);

    public override ConditionNode With(ConditionNode[] operands) => new NullLogicNode(Operator, operands[0], operands[1]);

    private static ConditionType TypeOf(OperatorKind kind, ConditionType left, ConditionType right) =>
        kind == OperatorKind.And || left == right ? ConditionType.Null : ConditionType.Bool;
}
