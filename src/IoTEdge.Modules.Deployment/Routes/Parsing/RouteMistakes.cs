namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>Makes the errors of one text.</summary>
internal sealed class RouteMistakes(string name, string text)
{
    public RouteException Wrong(int start, string why, string remedy) => new(name, text, start + 1, why, remedy);

    public RouteException Expected(RouteToken token, string expected, string remedy) =>
        Wrong(token.Start, $"expected {expected}, found {Found(token)}.", remedy);

    /// <summary>The word in quotes, cut where it is long.</summary>
    public string Found(RouteToken token) => token.Kind switch
    {
        RouteTokenKind.End => "the end",
        RouteTokenKind.UnterminatedText => "a text without its closing quote",
        _ => token.Length <= 40 ? $"'{text.AsSpan(token.Start, token.Length)}'" : $"'{text.AsSpan(token.Start, 40)}...'",
    };
}
