using IoTEdge.Modules.Deployment.Routes.Bodies;

namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A value of the body: <c>$body.sensor.celsius</c>.</summary>
internal sealed class BodyNode(BodyPath path, int start, int end) : ConditionNode(ConditionType.Body, start, end)
{
    public BodyPath Path { get; } = path;

    public override ConditionValue Evaluate(RouteMessage message) => message.SelectBody(Path);
}
