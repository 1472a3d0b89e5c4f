namespace IoTEdge.Modules.Deployment.Routes.Conditions;

internal enum OperatorKind
{
    Negate,
    Not,
    Multiply,
    Divide,
    Modulo,
    Add,
    Subtract,
    Concatenate,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
    Coalesce,
}
