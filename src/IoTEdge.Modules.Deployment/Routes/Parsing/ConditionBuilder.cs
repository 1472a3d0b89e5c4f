using System.Globalization;
using IoTEdge.Modules.Deployment.Routes.Bodies;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>
/// Makes the parts of a condition and checks their types (protocol section 7.4). A mistake here is not one of the grammar: edgeHub takes
/// the route and only then finds that its condition cannot be compiled. The first one is kept, and reading goes on.
/// </summary>
internal sealed class ConditionBuilder(RouteMistakes mistakes)
{
    // What an evaluation may need of the stack.
    private const int MaxDepth = 300;

    // More than fits into a route of a twin.
    private const int MaxOperands = 1000;

    /// <summary>The first mistake.</summary>
    public RouteException? Error { get; private set; }

    public void Report(int start, string why, string remedy) => Error ??= mistakes.Wrong(start, why, remedy);

    public static ConditionNode Undefined(int start, int end) => new ConstantNode(ConditionValue.Undefined, ConditionType.Undefined, start, end);

    public static ConditionNode Text(string quoted, int start, int end) =>
        new ConstantNode(ConditionValue.Of(RouteText.Unescape(quoted[1..^1])), ConditionType.Text, start, end);

    /// <summary>A number; what looks like one and is none, such as <c>e3</c> or 17 hexadecimal digits, is undefined.</summary>
    public static ConditionNode Number(ReadOnlySpan<char> text, int start, int end)
    {
        double number;
        bool isNumber;
        if (text is ['0', 'x' or 'X', ..])
        {
            isNumber = long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var integer);
            number = integer;
        }
        else
        {
            isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        }

        return isNumber ? new ConstantNode(ConditionValue.Of(number), ConditionType.Number, start, end) : Undefined(start, end);
    }

    /// <summary><c>$name</c>: a property of the application of that name, else a value of the body or a system property.</summary>
    public ConditionNode SystemProperty(string word, int start, int end)
    {
        var escaped = EscapedSystemProperty(word, start, end);
        // No property has brackets in its name.
        return word.AsSpan().IndexOfAny('[', ']') >= 0 ? escaped : new PropertyNode(word, escaped, start, end);
    }

    /// <summary><c>{$name}</c>: a value of the body or a system property, whatever the application's properties are.</summary>
    public ConditionNode EscapedSystemProperty(string word, int start, int end)
    {
        const string Body = "$body.";
        if (word.StartsWith(Body, StringComparison.OrdinalIgnoreCase))
        {
            if (BodyPath.TryParse(word[Body.Length..], out var mistake) is { } path) return new BodyNode(path, start, end);
            Report(start + Body.Length + mistake, $"'{word}' is no path into the body.", "Write names with dots between them, each with at most one index: $body.sensors[0].celsius.");
            return new SystemPropertyNode(word[1..], start, end);
        }

        return word.AsSpan().IndexOfAny('[', ']') >= 0 ? Undefined(start, end) : new SystemPropertyNode(word[1..], start, end);
    }

    public ConditionNode Call(string name, ConditionNode[] arguments, int start, int end)
    {
        var overloads = FunctionLibrary.Find(name);
        var overload = overloads is null ? null : Array.Find(overloads, candidate => candidate.Takes(arguments));
        if (overload is not null) return Checked(new CallNode(overload, name, arguments, start, end));
        if (overloads is null && string.Equals(name, "twin_change_includes", StringComparison.OrdinalIgnoreCase))
            Report(start, "twin_change_includes is a function of IoT Hub that edgeHub does not take.", "Take all changes, FROM /twinChangeNotifications, and look into them in the module.");
        else if (overloads is null)
            Report(start, $"there is no function '{name}'.", $"Use one of: {string.Join(", ", FunctionLibrary.Names)}.");
        else
            Report(start, $"{name} does not take {Types(arguments)}.", FunctionRemedy(name, overloads));
        return Undefined(start, end);
    }

    public ConditionNode Not(ConditionOperator @operator, ConditionNode operand) =>
        operand.Type is ConditionType.Bool or ConditionType.Body or ConditionType.Null
            ? Checked(new NotNode(@operator, operand))
            : Refuse(@operator, operand.Start, operand.End, $"NOT is of {ConditionTypes.Name(operand.Type)}, and needs a boolean.", "NOT binds tighter than a comparison: write NOT (a = 'x').");

    public ConditionNode Negate(ConditionOperator @operator, ConditionNode operand) =>
        operand.Type == ConditionType.Number
            ? Checked(new NegateNode(@operator, operand))
            : Refuse(@operator, operand.Start, operand.End, $"the minus is before {ConditionTypes.Name(operand.Type)}, and needs a number.", "Write as_number(name) for a property, and 0 - $body.name for a value of the body.");

    public ConditionNode Binary(ConditionOperator @operator, ConditionNode left, ConditionNode right) => @operator.Kind switch
    {
        OperatorKind.And or OperatorKind.Or => Logic(@operator, left, right),
        OperatorKind.Coalesce => ConditionTypes.Fits(left.Type, right.Type)
            ? Checked(new CoalesceNode(Common(left, right), @operator, left, right))
            : Mismatch(@operator, left, right),
        OperatorKind.Concatenate => Concatenate(@operator, left, right),
        >= OperatorKind.Less and <= OperatorKind.NotEqual => ConditionTypes.Fits(left.Type, right.Type)
            ? Checked(new CompareNode(@operator, left, right))
            : Mismatch(@operator, left, right),
        _ => Arithmetic(@operator, left, right),
    };

    private ConditionNode Arithmetic(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    {
        if (!ConditionTypes.Fits(ConditionType.Number, left.Type) || !ConditionTypes.Fits(ConditionType.Number, right.Type)) return Mismatch(@operator, left, right);
        var type = Common(left, right);
        return type == ConditionType.Body && @operator.Kind == OperatorKind.Modulo
            ? Refuse(@operator, left.Start, right.End, "% does not take values of the body.", "Write as_number($body.name) % 2.")
            : Checked(new ArithmeticNode(type, @operator, left, right));
    }

    private ConditionNode Concatenate(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    {
        ConditionNode[] arguments = [left, right];
        return ConditionTypes.Fits(ConditionType.Text, left.Type) && ConditionTypes.Fits(ConditionType.Text, right.Type)
            ? Checked(new CallNode(FunctionLibrary.Find("concat")![0], @operator.Text, arguments, left.Start, right.End))
            : Mismatch(@operator, left, right);
    }

    // The right side is looked at only where the left one is no value of the body: that is how edgeHub does it (protocol section 7.4).
    private ConditionNode Logic(ConditionOperator @operator, ConditionNode left, ConditionNode right)
    {
        if (left.Type == ConditionType.Body)
        {
            return right.Type == ConditionType.Null && @operator.Kind == OperatorKind.And
                ? Refuse(@operator, left.Start, right.End, "AND does not take a value of the body with null.", "Compare it: $body.name = null.")
                : Checked(new BodyLogicNode(@operator, left, right));
        }

        var isNullWithUndefined = (left.Type, right.Type) is (ConditionType.Null, ConditionType.Undefined) or (ConditionType.Undefined, ConditionType.Null);
        if (!IsLogical(left) || !IsLogical(right) || isNullWithUndefined)
        {
            return Refuse(
                @operator, left.Start, right.End, $"{@operator.Text} is between {ConditionTypes.Name(left.Type)} and {ConditionTypes.Name(right.Type)}, and needs booleans.",
                "Compare them, as in a = 'x' AND $body.flag = true; write operators with blanks around them.");
        }

        if (left.Type == ConditionType.Null || right.Type == ConditionType.Null) return Checked(new NullLogicNode(@operator, left, right));
        return Checked(left is LogicNode row && row.Operator.Kind == @operator.Kind
            ? new LogicNode(row.Operator, [.. row.Operands, right])
            : new LogicNode(@operator, left, right));
    }

    private static bool IsLogical(ConditionNode node) => node.Type is ConditionType.Bool or ConditionType.Null or ConditionType.Undefined;

    private static ConditionType Common(ConditionNode left, ConditionNode right) =>
        left.Type == ConditionType.Body || right.Type == ConditionType.Body ? ConditionType.Body : left.Type;

    private ConditionNode Mismatch(ConditionOperator @operator, ConditionNode left, ConditionNode right) => Refuse(
        @operator, left.Start, right.End, $"{@operator.Text} is between {ConditionTypes.Name(left.Type)} and {ConditionTypes.Name(right.Type)}.", MismatchRemedy(left, right));

    private static string MismatchRemedy(ConditionNode left, ConditionNode right) => (left.Type, right.Type) switch
    {
        (ConditionType.Text, ConditionType.Number) or (ConditionType.Number, ConditionType.Text) => "A property is a text: write as_number(name), and blanks around operators.",
        (ConditionType.Undefined, _) or (_, ConditionType.Undefined) => "Write is_defined(name) to ask whether something is there.",
        (ConditionType.Null, _) or (_, ConditionType.Null) => "Write is_defined(name) to ask whether a property is there; only values of the body can be null.",
        _ => "Both sides need the same type; write operators with blanks around them.",
    };

    private ConditionNode Refuse(ConditionOperator @operator, int start, int end, string why, string remedy)
    {
        Report(@operator.Start, why, remedy);
        return Undefined(start, end);
    }

    private ConditionNode Checked(ConditionNode node)
    {
        if (node.Depth > MaxDepth || node.Operands.Length > MaxOperands)
            throw mistakes.Wrong(node.Start, $"the condition has too many operators: at most {MaxDepth} in a row, of AND and OR {MaxOperands}.", "Make several routes of it.");
        return node;
    }

    private static string Types(ConditionNode[] arguments) =>
        arguments.Length == 0 ? "nothing" : string.Join(", ", arguments.Select(argument => ConditionTypes.Name(argument.Type)));

    private static string FunctionRemedy(string name, FunctionOverload[] overloads)
    {
        var forms = overloads.Select(overload => overload.TakesAny
            ? "one value"
            : string.Join(", ", overload.Parameters.Select(ConditionTypes.Name)) + (overload.IsVariadic ? ", ..." : ""));
        return $"{name} takes {string.Join("; or ", forms.Distinct())}.";
    }
}
