namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A system property: <c>$connectionModuleId</c>, <c>{$contentType}</c>.</summary>
internal sealed class SystemPropertyNode(string name, int start, int end) : ConditionNode(ConditionType.Text, start, end)
{
    public string Name { get; } = name;

    public override ConditionValue Evaluate(RouteMessage message) =>
        message.TryGetSystemProperty(Name, out var value) ? ConditionValue.Of(value) : ConditionValue.Undefined;
}
