namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>
/// Tells whether a condition fits edgeHub's grammar with its rules for mistakes: a parenthesis may lack its end, and one too many may
/// follow another. Such a route is taken, and its condition refused later; anything else makes the whole configuration wrong.
/// </summary>
/// <remarks>It looks for any reading at all: from each word on, where can an expression end? Words after the last are taken first.</remarks>
internal sealed class LooseCondition
{
    // The work grows with the square of it, or more.
    private const int MaxWords = 256;

    private readonly List<RouteTokenKind> _words = [];
    private readonly HashSet<int>[] _ends;

    private LooseCondition(RouteLexer lexer)
    {
        while (lexer.Current.Kind is not (RouteTokenKind.Into or RouteTokenKind.End) && _words.Count <= MaxWords)
        {
            _words.Add(lexer.Current.Kind);
            lexer.Advance();
        }

        _ends = new HashSet<int>[_words.Count + 1];
        _ends[_words.Count] = [];
    }

    /// <summary>Whether the words from here to INTO are a condition.</summary>
    public static bool Fits(RouteLexer lexer)
    {
        var condition = new LooseCondition(lexer);
        var words = condition._words;
        if (lexer.Current.Kind != RouteTokenKind.Into || words.Count is 0 or > MaxWords) return false;
        for (var i = words.Count - 1; i >= 0; i--) condition._ends[i] = condition.ExpressionEnds(i);
        return condition._ends[0].Contains(words.Count);
    }

    private RouteTokenKind Word(int index) => index < _words.Count ? _words[index] : RouteTokenKind.End;

    private HashSet<int> EndsAt(int index) => index < _ends.Length ? _ends[index] : [];

    private HashSet<int> ExpressionEnds(int index)
    {
        var ends = new HashSet<int>(OperandEnds(index));
        foreach (var end in ends.ToArray())
            if (OperatorPrecedence.Of(Word(end)) >= 0) ends.UnionWith(EndsAt(end + 1));
        return ends;
    }

    private IEnumerable<int> OperandEnds(int index) => Word(index) switch
    {
        RouteTokenKind.OpenParenthesis => EndsAt(index + 1).SelectMany(end => Closed(end).Prepend(end)),
        RouteTokenKind.Not or RouteTokenKind.Minus => EndsAt(index + 1),
        RouteTokenKind.Unknown => EndsAt(index + 1).Prepend(index + 1),
        RouteTokenKind.OpenBrace => Word(index + 1) == RouteTokenKind.SystemProperty && Word(index + 2) == RouteTokenKind.CloseBrace ? [index + 3] : [],
        RouteTokenKind.Identifier when Word(index + 1) == RouteTokenKind.OpenParenthesis => CallEnds(index + 2),
        var kind when OperatorPrecedence.BeginsOperand(kind) => [index + 1],
        _ => [],
    };

    private IEnumerable<int> CallEnds(int index)
    {
        var arguments = new HashSet<int>(EndsAt(index));
        var waiting = new Queue<int>(arguments);
        while (waiting.TryDequeue(out var end))
            if (Word(end) == RouteTokenKind.Comma)
                foreach (var next in EndsAt(end + 1))
                    if (arguments.Add(next)) waiting.Enqueue(next);
        return arguments.Append(index).SelectMany(Closed);
    }

    // A parenthesis closes here, and one too many may follow.
    private IEnumerable<int> Closed(int index)
    {
        if (Word(index) != RouteTokenKind.CloseParenthesis) yield break;
        yield return index + 1;
        if (Word(index + 1) == RouteTokenKind.CloseParenthesis) yield return index + 2;
    }
}
