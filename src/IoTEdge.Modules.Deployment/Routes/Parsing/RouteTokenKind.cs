namespace IoTEdge.Modules.Deployment.Routes.Parsing;

internal enum RouteTokenKind
{
    End,
    Select,
    From,
    Where,
    Into,
    Slash,
    Star,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    Comma,
    Identifier,
    SystemProperty,
    Text,
    UnterminatedText,
    Number,
    True,
    False,
    Null,
    Undefined,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Percent,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Coalesce,

    /// <summary>A name with brackets that does not begin with $, such as <c>a[0]</c>: nothing takes it.</summary>
    BracketedName,

    /// <summary>A character that begins no word, such as <c>;</c>.</summary>
    Unknown,
}
