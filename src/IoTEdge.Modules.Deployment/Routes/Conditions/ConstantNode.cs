namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A literal.</summary>
internal sealed class ConstantNode(ConditionValue value, ConditionType type, int start, int end) : ConditionNode(type, start, end)
{
    public ConditionValue Value { get; } = value;

    public override ConditionValue Evaluate(RouteMessage message) => Value;
}
