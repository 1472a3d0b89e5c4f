namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>
/// <c>AND</c> or <c>OR</c> of booleans in three-valued logic: false decides AND, true decides OR, whatever the others are. A row of one
/// operator is one node, so that a long one needs no deep stack.
/// </summary>
internal sealed class LogicNode(ConditionOperator @operator, params ConditionNode[] operands) : OperatorNode(ConditionType.Bool, @operator, operands)
{
    private readonly bool _isAnd = @operator.Kind == OperatorKind.And;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var isDefined = true;
        foreach (var operand in Operands)
        {
            var value = operand.Evaluate(message);
            if (_isAnd ? value.IsFalse : value.IsTrue) return value;
            isDefined &= value.IsDefined;
        }

        return isDefined ? ConditionValue.Of(_isAnd) : ConditionValue.Undefined;
    }

    public override ConditionNode With(ConditionNode[] operands) => new LogicNode(Operator, operands);
}
