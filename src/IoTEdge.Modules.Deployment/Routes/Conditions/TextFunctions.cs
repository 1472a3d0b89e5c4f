namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Functions of texts, all of them ordinal. What is no text, or a property without a value, makes them undefined.</summary>
internal static class TextFunctions
{
    public static IEnumerable<(string Name, FunctionOverload Overload)> All =>
    [
        ("concat", new FunctionOverload([ConditionType.Text, ConditionType.Text], TakesBody: true, ConditionType.Text, Concat) { IsVariadic = true }),
        ("length", Of(ConditionType.Number, text => ConditionValue.Of((double)text.Length))),
        ("lower", Of(ConditionType.Text, text => ConditionValue.Of(text.ToLowerInvariant()))),
        ("upper", Of(ConditionType.Text, text => ConditionValue.Of(text.ToUpperInvariant()))),
        ("substring", new FunctionOverload([ConditionType.Text, ConditionType.Number], TakesBody: true, ConditionType.Text, Substring)),
        ("substring", new FunctionOverload([ConditionType.Text, ConditionType.Number, ConditionType.Number], TakesBody: true, ConditionType.Text, SubstringOfLength)),
        ("index_of", Of(ConditionType.Number, (text, other) => ConditionValue.Of((double)text.IndexOf(other, StringComparison.Ordinal)))),
        ("starts_with", Of(ConditionType.Bool, (text, other) => ConditionValue.Of(text.StartsWith(other, StringComparison.Ordinal)))),
        ("ends_with", Of(ConditionType.Bool, (text, other) => ConditionValue.Of(text.EndsWith(other, StringComparison.Ordinal)))),
        ("contains", Of(ConditionType.Bool, (text, other) => ConditionValue.Of(text.Contains(other, StringComparison.Ordinal)))),
    ];

    /// <summary>Puts texts together; a property without a value adds nothing.</summary>
    public static ConditionValue Concat(ReadOnlySpan<ConditionNode> arguments, RouteMessage message)
    {
        var text = "";
        foreach (var argument in arguments)
        {
            var value = argument.Evaluate(message);
            if (value.Kind != ValueKind.Text) return ConditionValue.Undefined;
            text += value.Text;
        }

        return ConditionValue.Of(text);
    }

    private static FunctionOverload Of(ConditionType result, Func<string, ConditionValue> function) =>
        new([ConditionType.Text], TakesBody: true, result, (arguments, message) =>
            arguments[0].Evaluate(message).Text is { } text ? function(text) : ConditionValue.Undefined);

    private static FunctionOverload Of(ConditionType result, Func<string, string, ConditionValue> function) =>
        new([ConditionType.Text, ConditionType.Text], TakesBody: true, result, (arguments, message) =>
            arguments[0].Evaluate(message).Text is { } text && arguments[1].Evaluate(message).Text is { } other
                ? function(text, other)
                : ConditionValue.Undefined);

    private static ConditionValue Substring(ReadOnlySpan<ConditionNode> arguments, RouteMessage message)
    {
        var start = arguments[1].Evaluate(message);
        return arguments[0].Evaluate(message).Text is { } text && start.Kind == ValueKind.Number && start.Number >= 0 && start.Number <= text.Length
            ? ConditionValue.Of(text[(int)start.Number..])
            : ConditionValue.Undefined;
    }

    // With a length the start has to be before the end, and is compared before its fraction is cut off.
    private static ConditionValue SubstringOfLength(ReadOnlySpan<ConditionNode> arguments, RouteMessage message)
    {
        var start = arguments[1].Evaluate(message);
        var length = arguments[2].Evaluate(message);
        return arguments[0].Evaluate(message).Text is { } text && start.Kind == ValueKind.Number && length.Kind == ValueKind.Number
            && start.Number >= 0 && start.Number < text.Length && length.Number >= 0 && length.Number <= text.Length - start.Number
            ? ConditionValue.Of(text.Substring((int)start.Number, (int)length.Number))
            : ConditionValue.Undefined;
    }
}
