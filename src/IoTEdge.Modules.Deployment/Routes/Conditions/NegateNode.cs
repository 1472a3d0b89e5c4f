namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>The minus before a number.</summary>
internal sealed class NegateNode(ConditionOperator @operator, ConditionNode operand) : OperatorNode(ConditionType.Number, @operator, operand)
{
    private readonly ConditionNode _operand = operand;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var value = _operand.Evaluate(message);
        return value.Kind == ValueKind.Number ? ConditionValue.Of(-value.Number) : ConditionValue.Undefined;
    }

    public override ConditionNode With(ConditionNode[] operands) => new NegateNode(Operator, operands[0]);
}
