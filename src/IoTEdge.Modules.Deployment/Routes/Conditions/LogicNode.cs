namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>
/// <c>AND</c> and <c>OR</c> in three-valued logic: false decides AND, true decides OR, whatever the other side is. With a body value on
/// the left both sides have to be booleans; with the word null AND is null, and OR is the other side.
/// </summary>
internal sealed class LogicNode(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    : OperatorNode(TypeOf(@operator.Kind, left.Type, right.Type), @operator, left, right)
{
    private readonly ConditionNode _left = left;
    private readonly ConditionNode _right = right;
    private readonly bool _isAnd = @operator.Kind == OperatorKind.And;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        if (_left.Type == ConditionType.Body) return EvaluateBody(_left.Evaluate(message), _right.Evaluate(message));
        if (Type == ConditionType.Null) return ConditionValue.Null;
        // Only OR comes here with one null: null AND anything is null.
        if (_left.Type == ConditionType.Null) return _right.Evaluate(message);
        if (_right.Type == ConditionType.Null) return _left.Evaluate(message);
        var left = _left.Evaluate(message);
        if (Decides(left)) return left;
        var right = _right.Evaluate(message);
        return Decides(right) || left.IsDefined ? right : left;
    }

    private ConditionValue EvaluateBody(in ConditionValue left, in ConditionValue right)
    {
        if (left.Kind != ValueKind.Bool || right.Kind != ValueKind.Bool) return ConditionValue.Undefined;
        return Decides(left) ? left : right;
    }

    private bool Decides(in ConditionValue value) => _isAnd ? value.IsFalse : value.IsTrue;

    private static ConditionType TypeOf(OperatorKind kind, ConditionType left, ConditionType right)
    {
        var isNull = kind == OperatorKind.And
            ? left == ConditionType.Null || right == ConditionType.Null
            : left == ConditionType.Null && right == ConditionType.Null;
        return isNull ? ConditionType.Null : ConditionType.Bool;
    }
}
