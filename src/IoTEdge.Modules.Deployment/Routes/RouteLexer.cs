using System.Buffers;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>
/// Cuts a route into words as edgeHub does (protocol section 7.1): the longest match wins, and of equally long ones a keyword, a
/// number or an operator wins over a name. Linear in the length of the text, whatever the text is.
/// </summary>
internal ref struct RouteLexer
{
    // What ends a name. '[' and ']' end a name too, but not a path into the body, which is then the longer match.
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("()<>@,;:\\\"/?={} \t\r\n");
    private const string WhiteSpace = " \t\r\n";

    private readonly string _text;
    private readonly int _lastCommentEnd;
    private int _position;

    public RouteLexer(string text)
    {
        _text = text;
        // Known once, so that a text full of "/*" without an end is not searched to its end for each of them.
        _lastCommentEnd = text.LastIndexOf("*/", StringComparison.Ordinal);
    }

    public RouteToken Next()
    {
        SkipBlanks();
        if (_position == _text.Length) return new RouteToken(RouteTokenKind.End, _position, 0);
        var token = Read();
        _position = token.End;
        return token;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            if (WhiteSpace.Contains(_text[_position], StringComparison.Ordinal))
                _position++;
            else if (StartsWith("/*") && _lastCommentEnd >= _position + 2)
                _position = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal) + 2;
            else
                return;
        }
    }

    private readonly RouteToken Read()
    {
        var first = _text[_position];
        return first switch
        {
            '(' => Token(RouteTokenKind.OpenParenthesis, 1),
            ')' => Token(RouteTokenKind.CloseParenthesis, 1),
            '/' => Token(RouteTokenKind.Slash, 1),
            '"' => ReadText('"'),
            '\'' => Longest(ReadText('\''), ReadWord()),
            _ when Delimiters.Contains(first) => Token(RouteTokenKind.Other, 1),
            '!' when StartsWith("!=") => Token(RouteTokenKind.Other, 2),
            _ => ReadWord(),
        };
    }

    // The first of two equally long ones, as the text's rule stands before the name's.
    private static RouteToken Longest(RouteToken first, RouteToken second) =>
        second.Length > first.Length ? second : first;

    private readonly RouteToken ReadText(char quote)
    {
        var index = _position + 1;
        while (index < _text.Length && _text[index] != quote)
        {
            var step = _text[index] == '\\' ? RouteText.EscapeLength(_text, index) : 1;
            if (step == 0) break;
            index += step;
        }

        return index < _text.Length && _text[index] == quote
            ? Token(RouteTokenKind.Text, index + 1 - _position)
            : Token(RouteTokenKind.UnterminatedText, index - _position);
    }

    private readonly RouteToken ReadWord()
    {
        var rest = _text.AsSpan(_position);
        var pathLength = rest.IndexOfAny(Delimiters);
        if (pathLength < 0) pathLength = rest.Length;
        var path = rest[..pathLength];
        if (path[0] == '$' && pathLength > 1) return Token(RouteTokenKind.SystemProperty, pathLength);
        var isName = path.IndexOfAny('[', ']') < 0;
        return Token(isName ? RouteWord.Classify(path) : RouteTokenKind.Other, pathLength);
    }

    private readonly bool StartsWith(string value) =>
        _text.AsSpan(_position).StartsWith(value, StringComparison.Ordinal);

    private readonly RouteToken Token(RouteTokenKind kind, int length) => new(kind, _position, length);
}
