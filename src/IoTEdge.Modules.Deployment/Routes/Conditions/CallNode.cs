namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A function with its arguments.</summary>
internal sealed class CallNode(FunctionOverload function, string name, ConditionNode[] arguments, int start, int end)
    : ConditionNode(function.Result, start, end)
{
    private readonly ConditionNode[] _arguments = arguments;

    public string Name { get; } = name;

    public override ReadOnlySpan<ConditionNode> Operands => _arguments;

    public override int Depth { get; } = 1 + arguments.Max(argument => argument.Depth);

    public override ConditionValue Evaluate(RouteMessage message) => function.Evaluate(_arguments, message);

    public override ConditionNode With(ConditionNode[] operands) => new CallNode(function, Name, operands, Start, End);
}
