namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Functions of numbers. What is no number makes them undefined.</summary>
internal static class MathFunctions
{
    public static IEnumerable<(string Name, FunctionOverload Overload)> All =>
    [
        Of("abs", Math.Abs),
        Of("exp", Math.Exp),
        Of("square", value => Math.Pow(value, 2)),
        Of("ceiling", Math.Ceiling),
        Of("floor", Math.Floor),
        Of("sign", value => double.IsNaN(value) ? value : Math.Sign(value)),
        Of("sqrt", Math.Sqrt),
        ("power", new FunctionOverload([ConditionType.Number, ConditionType.Number], TakesBody: true, ConditionType.Number, Power)),
    ];

    private static (string Name, FunctionOverload Overload) Of(string name, Func<double, double> function) =>
        (name, new FunctionOverload([ConditionType.Number], TakesBody: true, ConditionType.Number, (arguments, message) =>
        {
            var value = arguments[0].Evaluate(message);
            return value.Kind == ValueKind.Number ? ConditionValue.Of(function(value.Number)) : ConditionValue.Undefined;
        }));

    private static ConditionValue Power(ReadOnlySpan<ConditionNode> arguments, RouteMessage message)
    {
        var number = arguments[0].Evaluate(message);
        var exponent = arguments[1].Evaluate(message);
        return number.Kind == ValueKind.Number && exponent.Kind == ValueKind.Number
            ? ConditionValue.Of(Math.Pow(number.Number, exponent.Number))
            : ConditionValue.Undefined;
    }
}
