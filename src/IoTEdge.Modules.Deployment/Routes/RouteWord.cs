using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>Tells names from the words, numbers and operators that the route language keeps for itself.</summary>
internal static partial class RouteWord
{
    public static RouteTokenKind Classify(ReadOnlySpan<char> word)
    {
        if (Is(word, "SELECT")) return RouteTokenKind.Select;
        if (Is(word, "FROM")) return RouteTokenKind.From;
        if (Is(word, "WHERE")) return RouteTokenKind.Where;
        if (Is(word, "INTO")) return RouteTokenKind.Into;
        if (word is "*") return RouteTokenKind.Star;
        if (word is "true" or "false" or "null" or "undefined") return RouteTokenKind.ReservedWord;
        if (Is(word, "AND") || Is(word, "OR") || Is(word, "NOT")) return RouteTokenKind.ReservedWord;
        if (word is "+" or "-" or "%" or "||") return RouteTokenKind.Other;
        return Number().IsMatch(word) ? RouteTokenKind.Number : RouteTokenKind.Identifier;
    }

    private static bool Is(ReadOnlySpan<char> word, string keyword) =>
        word.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    // Whole, hexadecimal and real literals; no two alternatives can match the same text in two ways, so no backtracking.
    [GeneratedRegex(@"\A(?:0[Xx][0-9A-Fa-f]+|-?[0-9]*(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?(?<=[0-9]))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
