using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>Tells names from the words, numbers and operators that the route language keeps for itself.</summary>
internal static partial class RouteWord
{
    private static readonly FrozenDictionary<string, RouteTokenKind> Keywords = new Dictionary<string, RouteTokenKind>
    {
        ["SELECT"] = RouteTokenKind.Select,
        ["FROM"] = RouteTokenKind.From,
        ["WHERE"] = RouteTokenKind.Where,
        ["INTO"] = RouteTokenKind.Into,
        ["AND"] = RouteTokenKind.And,
        ["OR"] = RouteTokenKind.Or,
        ["NOT"] = RouteTokenKind.Not,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static RouteTokenKind Classify(ReadOnlySpan<char> word) => word switch
    {
        "true" => RouteTokenKind.True,
        "false" => RouteTokenKind.False,
        "null" => RouteTokenKind.Null,
        "undefined" => RouteTokenKind.Undefined,
        "*" => RouteTokenKind.Star,
        "+" => RouteTokenKind.Plus,
        "-" => RouteTokenKind.Minus,
        "%" => RouteTokenKind.Percent,
        "||" => RouteTokenKind.Concatenate,
        _ when Keywords.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var keyword) => keyword,
        _ => Number().IsMatch(word) ? RouteTokenKind.Number : RouteTokenKind.Identifier,
    };

    // Whole, hexadecimal and real literals; no two alternatives can match the same text in two ways, so no backtracking.
    [GeneratedRegex(@"\A(?:0[Xx][0-9A-Fa-f]+|-?[0-9]*(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?(?<=[0-9]))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
