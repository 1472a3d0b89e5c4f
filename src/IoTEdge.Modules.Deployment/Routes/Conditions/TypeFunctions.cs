using System.Globalization;

namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Functions that ask for the type of a value, or change it.</summary>
internal static class TypeFunctions
{
    public static IEnumerable<(string Name, FunctionOverload Overload)> All =>
    [
        ("as_number", new FunctionOverload([ConditionType.Text], TakesBody: true, ConditionType.Number, AsNumber)),
        ("as_number", new FunctionOverload([ConditionType.Number], TakesBody: false, ConditionType.Number, AsNumber)),
        ("is_bool", Of(ConditionType.Bool, takesBody: true, value => value.IsDefined ? ConditionValue.Of(value.Kind == ValueKind.Bool) : ConditionValue.Undefined)),
        ("is_bool", Never),
        ("is_number", Of(ConditionType.Number, takesBody: true, value => ConditionValue.Of(value.Kind == ValueKind.Number && double.IsFinite(value.Number)))),
        ("is_number", Never),
        ("is_string", Of(ConditionType.Text, takesBody: true, value => ConditionValue.Of(value.Kind == ValueKind.Text && value.Text is not null))),
        ("is_string", Never),
        ("is_defined", new FunctionOverload([], TakesBody: true, ConditionType.Bool, (arguments, message) => ConditionValue.Of(arguments[0].Evaluate(message).IsDefined)) { TakesAny = true }),
        ("is_null", Of(ConditionType.Text, takesBody: false, value => ConditionValue.Of(value.Kind == ValueKind.Text && value.Text is null))),
        ("is_null", Of(ConditionType.Body, takesBody: false, IsNullOfBody)),
        ("is_null", Of(ConditionType.Null, takesBody: false, _ => ConditionValue.True)),
        ("is_null", Never),
    ];

    // A value of another type than the one asked for is known not to be of it.
    private static FunctionOverload Never => new([], TakesBody: true, ConditionType.Bool, (_, _) => ConditionValue.False) { TakesAny = true };

    private static FunctionOverload Of(ConditionType type, bool takesBody, Func<ConditionValue, ConditionValue> test) =>
        new([type], takesBody, ConditionType.Bool, (arguments, message) => test(arguments[0].Evaluate(message)));

    // As seen at edgeHub: true of every value that the body has, a number as well as null, and false of what it has not.
    private static ConditionValue IsNullOfBody(ConditionValue value) =>
        value.IsDefined ? ConditionValue.Of(value.Kind != ValueKind.Missing) : ConditionValue.Undefined;

    // NumberStyles.Any is edgeHub's choice: "1,000", "(5)" and " 5- " are numbers.
    private static ConditionValue AsNumber(ReadOnlySpan<ConditionNode> arguments, RouteMessage message)
    {
        var value = arguments[0].Evaluate(message);
        return value.Kind switch
        {
            ValueKind.Number => ConditionValue.Of(value.Number),
            ValueKind.Text when double.TryParse(value.Text, NumberStyles.Any, CultureInfo.InvariantCulture, out var number) => ConditionValue.Of(number),
            _ => ConditionValue.Undefined,
        };
    }
}
