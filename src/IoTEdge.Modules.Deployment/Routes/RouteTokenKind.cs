namespace IoTEdge.Modules.Deployment.Routes;

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
    Identifier,
    SystemProperty,
    Text,
    UnterminatedText,
    Number,

    /// <summary>A word that the language keeps for itself: <c>AND</c>, <c>true</c>, ...</summary>
    ReservedWord,

    /// <summary>Everything else: operators, and names that only a condition can use, such as <c>a[0]</c>.</summary>
    Other,
}
