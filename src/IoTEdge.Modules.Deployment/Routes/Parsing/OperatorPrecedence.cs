using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>How tight operators bind: a higher number is tighter. NOT binds tighter than a comparison (protocol section 7.4).</summary>
internal static class OperatorPrecedence
{
    public const int Not = 8;
    public const int Negate = 9;

    /// <summary>The precedence of an operator between two operands; negative for what is none.</summary>
    public static int Of(RouteTokenKind kind) => kind switch
    {
        RouteTokenKind.Star or RouteTokenKind.Slash or RouteTokenKind.Percent => 7,
        RouteTokenKind.Plus or RouteTokenKind.Minus or RouteTokenKind.Concatenate => 6,
        RouteTokenKind.Less or RouteTokenKind.LessOrEqual or RouteTokenKind.Greater or RouteTokenKind.GreaterOrEqual => 5,
        RouteTokenKind.Equal or RouteTokenKind.NotEqual => 4,
        RouteTokenKind.And => 3,
        RouteTokenKind.Or => 2,
        RouteTokenKind.Coalesce => 1,
        // Taken for an operator by the grammar, and refused afterwards.
        RouteTokenKind.Unknown => 0,
        _ => -1,
    };

    public static OperatorKind Binary(RouteTokenKind kind) => kind switch
    {
        RouteTokenKind.Star => OperatorKind.Multiply,
        RouteTokenKind.Slash => OperatorKind.Divide,
        RouteTokenKind.Percent => OperatorKind.Modulo,
        RouteTokenKind.Plus => OperatorKind.Add,
        RouteTokenKind.Minus => OperatorKind.Subtract,
        RouteTokenKind.Concatenate => OperatorKind.Concatenate,
        RouteTokenKind.Less => OperatorKind.Less,
        RouteTokenKind.LessOrEqual => OperatorKind.LessOrEqual,
        RouteTokenKind.Greater => OperatorKind.Greater,
        RouteTokenKind.GreaterOrEqual => OperatorKind.GreaterOrEqual,
        RouteTokenKind.Equal => OperatorKind.Equal,
        RouteTokenKind.NotEqual => OperatorKind.NotEqual,
        RouteTokenKind.And => OperatorKind.And,
        RouteTokenKind.Or => OperatorKind.Or,
        RouteTokenKind.Coalesce => OperatorKind.Coalesce,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no operator."),
    };

    public static bool BeginsOperand(RouteTokenKind kind) => kind
        is RouteTokenKind.OpenParenthesis or RouteTokenKind.OpenBrace or RouteTokenKind.Not or RouteTokenKind.Minus
        or RouteTokenKind.Unknown or RouteTokenKind.Identifier or RouteTokenKind.SystemProperty or RouteTokenKind.Text
        or RouteTokenKind.UnterminatedText or RouteTokenKind.Number or RouteTokenKind.True or RouteTokenKind.False
        or RouteTokenKind.Null or RouteTokenKind.Undefined;
}
