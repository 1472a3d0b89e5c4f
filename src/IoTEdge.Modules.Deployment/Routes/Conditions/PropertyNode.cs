namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A property of the application, or what else the name may stand for: <c>name</c>, <c>$name</c>, <c>$body.name</c>.</summary>
internal sealed class PropertyNode(string name, ConditionNode? otherwise, int start, int end)
    : ConditionNode(otherwise?.Type ?? ConditionType.Text, start, end)
{
    private readonly ConditionNode[] _operands = otherwise is null ? [] : [otherwise];

    public string Name { get; } = name;

    /// <summary>What is read where the application has no property of that name.</summary>
    public ConditionNode? Otherwise { get; } = otherwise;

    public override ReadOnlySpan<ConditionNode> Operands => _operands;

    public override int Depth => Otherwise is null ? 1 : 2;

    public override ConditionValue Evaluate(RouteMessage message)
    {
        if (message.TryGetProperty(Name, out var value)) return ConditionValue.Of(value);
        return Otherwise is null ? ConditionValue.Undefined : Otherwise.Evaluate(message);
    }
}
