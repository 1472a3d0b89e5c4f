namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary><c>+ - * / %</c> of two numbers; anything else makes it undefined.</summary>
internal sealed class ArithmeticNode(ConditionType type, ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(type, @operator, left, right)
{
    private readonly ConditionNode _left = left;
    private readonly ConditionNode _right = right;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        var left = _left.Evaluate(message);
        var right = _right.Evaluate(message);
        if (left.Kind != ValueKind.Number || right.Kind != ValueKind.Number) return ConditionValue.Undefined;
        var result = Operator.Kind switch
        {
            OperatorKind.Multiply => left.Number * right.Number,
            OperatorKind.Divide => left.Number / right.Number,
            OperatorKind.Modulo => left.Number % right.Number,
            OperatorKind.Add => left.Number + right.Number,
            _ => left.Number - right.Number,
        };
        // What is computed with a body value may be NaN and still defined: $body.zero / $body.zero = $body.zero is false.
        return Type == ConditionType.Body ? ConditionValue.OfBody(result) : ConditionValue.Of(result);
    }

    public override ConditionNode With(ConditionNode[] operands) => new ArithmeticNode(Type, Operator, operands[0], operands[1]);
}
