namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>NOT</c>: of undefined, and of a body value that is no boolean, undefined; of null true.</summary>
internal sealed class NotNode(ConditionOperator @operator, ConditionNode operand) : OperatorNode(ConditionType.Bool, @operator, operand)
{
    private readonly ConditionNode _operand = operand;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        if (_operand.Type == ConditionType.Null) return ConditionValue.True;
        var value = _operand.Evaluate(message);
        return value.Kind == ValueKind.Bool ? ConditionValue.Of(value.IsFalse) : ConditionValue.Undefined;
    }

    public override ConditionNode With(ConditionNode[] operands) => new NotNode(Operator, operands[0]);
}
