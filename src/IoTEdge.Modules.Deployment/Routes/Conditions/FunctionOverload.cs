namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>What a function does with its arguments; it evaluates those itself, so that a call needs no array.</summary>
internal delegate ConditionValue FunctionBody(ReadOnlySpan<ConditionNode> arguments, RouteMessage message);

/// <summary>One form of a function.</summary>
/// <param name="Parameters">The types that it takes; the last one again and again where it is variadic.</param>
/// <param name="TakesBody">Whether a value of the body may stand for each of them.</param>
/// <param name="Result">The type of what it gives.</param>
/// <param name="Evaluate">What it does.</param>
internal sealed record FunctionOverload(ConditionType[] Parameters, bool TakesBody, ConditionType Result, FunctionBody Evaluate)
{
    public bool IsVariadic { get; init; }

    /// <summary>Whether it takes any one argument.</summary>
    public bool TakesAny { get; init; }

    public bool Takes(ReadOnlySpan<ConditionNode> arguments)
    {
        if (TakesAny) return arguments.Length == 1;
        if (IsVariadic ? arguments.Length < Parameters.Length : arguments.Length != Parameters.Length) return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            var given = arguments[i].Type;
            if (given != Parameters[Math.Min(i, Parameters.Length - 1)] && !(TakesBody && given == ConditionType.Body)) return false;
        }

        return true;
    }
}
