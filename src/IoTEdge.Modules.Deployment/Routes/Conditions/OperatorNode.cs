namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>An operator with its operands.</summary>
internal abstract class OperatorNode(ConditionType type, ConditionOperator @operator, params ConditionNode[] operands)
    : ConditionNode(type, operands.Length == 1 ? @operator.Start : operands[0].Start, operands[^1].End)
{
    private readonly ConditionNode[] _operands = operands;

    public ConditionOperator Operator { get; } = @operator;

    public override ReadOnlySpan<ConditionNode> Operands => _operands;

    public override int Depth { get; } = 1 + operands.Max(operand => operand.Depth);
}
