using System.Buffers;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>
/// Cuts a route into words as edgeHub does (protocol section 7.1): the longest match wins, and of equally long ones a keyword, a
/// number or an operator wins over a name. Linear in the length of the text, whatever the text is.
/// </summary>
internal sealed class RouteLexer
{
    // What ends a name. '[' and ']' end a name too, but not a path into the body, which is then the longer match.
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("()<>@,;:\\\"/?={} \t\r\n");
    private const string WhiteSpace = " \t\r\n";

    private readonly int _lastCommentEnd;
    private int _position;

    public RouteLexer(string text, int start = 0)
    {
        Text = text;
        _position = start;
        // Known once, so that a text full of "/*" without an end is not searched to its end for each of them.
        _lastCommentEnd = text.LastIndexOf("*/", StringComparison.Ordinal);
        Advance();
    }

    public string Text { get; }

    /// <summary>The word that is next.</summary>
    public RouteToken Current { get; private set; }

    /// <summary>Where the word before it ends.</summary>
    public int PreviousEnd { get; private set; }

    public ReadOnlySpan<char> CurrentText => Text.AsSpan(Current.Start, Current.Length);

    public void Advance()
    {
        PreviousEnd = Current.End;
        SkipBlanks();
        Current = _position == Text.Length ? new RouteToken(RouteTokenKind.End, _position, 0) : Read();
        _position = Current.End;
    }

    private void SkipBlanks()
    {
        while (_position < Text.Length)
        {
            if (WhiteSpace.Contains(Text[_position], StringComparison.Ordinal))
                _position++;
            else if (StartsWith("/*") && _lastCommentEnd >= _position + 2)
                _position = Text.IndexOf("*/", _position + 2, StringComparison.Ordinal) + 2;
            else
                return;
        }
    }

    private RouteToken Read()
    {
        var first = Text[_position];
        return first switch
        {
            '(' => Token(RouteTokenKind.OpenParenthesis, 1),
            ')' => Token(RouteTokenKind.CloseParenthesis, 1),
            '{' => Token(RouteTokenKind.OpenBrace, 1),
            '}' => Token(RouteTokenKind.CloseBrace, 1),
            '/' => Token(RouteTokenKind.Slash, 1),
            ',' => Token(RouteTokenKind.Comma, 1),
            '=' => Token(RouteTokenKind.Equal, 1),
            '<' when StartsWith("<=") => Token(RouteTokenKind.LessOrEqual, 2),
            '<' when StartsWith("<>") => Token(RouteTokenKind.NotEqual, 2),
            '<' => Token(RouteTokenKind.Less, 1),
            '>' when StartsWith(">=") => Token(RouteTokenKind.GreaterOrEqual, 2),
            '>' => Token(RouteTokenKind.Greater, 1),
            '?' when StartsWith("??") => Token(RouteTokenKind.Coalesce, 2),
            '!' when StartsWith("!=") => Token(RouteTokenKind.NotEqual, 2),
            '"' => ReadText('"'),
            '\'' => Longest(ReadText('\''), ReadWord()),
            _ when Delimiters.Contains(first) => Token(RouteTokenKind.Unknown, 1),
            _ => ReadWord(),
        };
    }

    // The first of two equally long ones, as the text's rule stands before the name's.
    private static RouteToken Longest(RouteToken first, RouteToken second) =>
        second.Length > first.Length ? second : first;

    private RouteToken ReadText(char quote)
    {
        var index = _position + 1;
        while (index < Text.Length && Text[index] != quote)
        {
            var step = Text[index] == '\\' ? RouteText.EscapeLength(Text, index) : 1;
            if (step == 0) break;
            index += step;
        }

        return index < Text.Length && Text[index] == quote
            ? Token(RouteTokenKind.Text, index + 1 - _position)
            : Token(RouteTokenKind.UnterminatedText, index - _position);
    }

    private RouteToken ReadWord()
    {
        var rest = Text.AsSpan(_position);
        var pathLength = rest.IndexOfAny(Delimiters);
        if (pathLength < 0) pathLength = rest.Length;
        var path = rest[..pathLength];
        if (path[0] == '$' && pathLength > 1) return Token(RouteTokenKind.SystemProperty, pathLength);
        var isName = path.IndexOfAny('[', ']') < 0;
        return Token(isName ? RouteWord.Classify(path) : RouteTokenKind.BracketedName, pathLength);
    }

    private bool StartsWith(string value) =>
        Text.AsSpan(_position).StartsWith(value, StringComparison.Ordinal);

    private RouteToken Token(RouteTokenKind kind, int length) => new(kind, _position, length);
}
