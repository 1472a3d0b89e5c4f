using System.Text;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>Reads one route, word by word, and says of the first wrong one what was expected there.</summary>
internal ref struct RouteParser
{
    private const string Form = "Write: FROM <source> INTO <sink>, for example FROM /messages/* INTO $upstream.";

    private readonly string _name;
    private readonly string _text;
    private RouteLexer _lexer;
    private RouteToken _token;

    public RouteParser(string name, string text)
    {
        _name = name;
        _text = text;
        _lexer = new RouteLexer(text);
        _token = _lexer.Next();
    }

    public Route Parse()
    {
        if (_token.Kind == RouteTokenKind.Select)
        {
            Advance();
            Take(RouteTokenKind.Star, "* after SELECT", "SELECT takes only *; or leave SELECT out.");
        }

        Take(RouteTokenKind.From, "FROM", Form);
        var source = ReadSource();
        var condition = ReadCondition();
        Take(RouteTokenKind.Into, condition is null ? "WHERE or INTO" : "INTO", Form);
        var sink = ReadSink();
        if (_token.Kind != RouteTokenKind.End) throw TextAfterSink();
        return new Route(_name, _text, source, condition, sink);
    }

    private RouteSource ReadSource()
    {
        var path = new StringBuilder();
        do
        {
            Take(RouteTokenKind.Slash, "a source that begins with /", Form);
            if (_token.Kind is not (RouteTokenKind.Star or RouteTokenKind.Identifier)) throw WrongSegment();
            path.Append('/').Append(_text, _token.Start, _token.Length);
            Advance();
        }
        while (_token.Kind == RouteTokenKind.Slash);
        return new RouteSource(path.ToString());
    }

    private string? ReadCondition()
    {
        if (_token.Kind != RouteTokenKind.Where) return null;
        Advance();
        var start = _token.Start;
        var end = start;
        // INTO is no name inside a condition either, and a quoted one is part of its text: the first one ends the condition.
        while (_token.Kind is not (RouteTokenKind.Into or RouteTokenKind.End))
        {
            end = _token.End;
            Advance();
        }

        if (end == start) throw Expected("a condition after WHERE", "Write a condition, or leave WHERE out.");
        return _text[start..end];
    }

    private RouteSink ReadSink()
    {
        var token = _token;
        var word = _text.AsSpan(token.Start, token.Length);
        if (token.Kind == RouteTokenKind.SystemProperty)
        {
            Advance();
            return word.Equals("$upstream", StringComparison.OrdinalIgnoreCase)
                ? new UpstreamSink()
                : throw Wrong(token, $"{word} is no sink.", SinkRemedy);
        }

        Take(RouteTokenKind.Identifier, "a sink", SinkRemedy);
        Take(RouteTokenKind.OpenParenthesis, "( after " + word.ToString(), SinkRemedy);
        var endpoint = _token;
        Take(RouteTokenKind.Text, "the input in quotes", SinkRemedy);
        Take(RouteTokenKind.CloseParenthesis, ") after the input", SinkRemedy);
        if (!word.Equals("BrokeredEndpoint", StringComparison.OrdinalIgnoreCase)) throw Wrong(token, $"{word} is no sink.", SinkRemedy);
        return ReadInput(endpoint);
    }

    private const string SinkRemedy = "A sink is $upstream or BrokeredEndpoint(\"/modules/<module>/inputs/<input>\").";

    private readonly ModuleInputSink ReadInput(RouteToken token)
    {
        var segments = RouteText.Unquote(_text, token).Trim('/').Split('/');
        // As edgeHub does, only the second and the fourth segment are looked at.
        return segments is [_, { Length: > 0 } module, _, { Length: > 0 } input]
            ? new ModuleInputSink(module, input)
            : throw Wrong(token, $"{_text.AsSpan(token.Start, token.Length)} names no input.", SinkRemedy);
    }

    private void Advance() => _token = _lexer.Next();

    private void Take(RouteTokenKind kind, string expected, string remedy)
    {
        if (_token.Kind != kind) throw Expected(expected, remedy);
        Advance();
    }

    private readonly RouteException WrongSegment() => _token.Kind switch
    {
        RouteTokenKind.Number => Wrong(_token, $"{Found()} is a number, and a segment of a source is a name.", "Give the module or output a name that is more than a number."),
        RouteTokenKind.SystemProperty or RouteTokenKind.End or RouteTokenKind.Slash or RouteTokenKind.Other => Expected("a name or * after /", Form),
        _ => Wrong(_token, $"{Found()} is a word of the route language, and a segment of a source is a name.", "Give the module or output another name."),
    };

    private readonly RouteException TextAfterSink() => _token.Kind == RouteTokenKind.Where
        ? Wrong(_token, "WHERE stands after the sink, where edgeHub ignores it: every message would be routed.", "Move the condition before INTO.")
        : Wrong(_token, $"{Found()} stands after the sink, where edgeHub ignores it.", "Remove what follows the sink.");

    private readonly RouteException Expected(string expected, string remedy) => Wrong(_token, $"expected {expected}, found {Found()}.", remedy);

    private readonly string Found() => _token.Kind switch
    {
        RouteTokenKind.End => "the end",
        RouteTokenKind.UnterminatedText => "a text without its closing quote",
        _ => _token.Length <= 40 ? $"'{_text.AsSpan(_token.Start, _token.Length)}'" : $"'{_text.AsSpan(_token.Start, 40)}...'",
    };

    private readonly RouteException Wrong(RouteToken token, string why, string remedy) => new(_name, _text, token.Start + 1, why, remedy);
}
