using System.Text;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>Reads one route, word by word, and says of the first wrong one what was expected there.</summary>
internal sealed class RouteParser
{
    private const string Form = "Write: FROM <source> INTO <sink>, for example FROM /messages/* INTO $upstream.";
    private const string SinkRemedy = "A sink is $upstream or BrokeredEndpoint(\"/modules/<module>/inputs/<input>\").";

    private readonly string _name;
    private readonly string _text;
    private readonly RouteLexer _lexer;
    private readonly RouteMistakes _mistakes;

    public RouteParser(string name, string text)
    {
        _name = name;
        _text = text;
        _lexer = new RouteLexer(text);
        _mistakes = new RouteMistakes(name, text);
    }

    private RouteToken Current => _lexer.Current;

    public Route Parse()
    {
        if (Current.Kind == RouteTokenKind.Select)
        {
            _lexer.Advance();
            Take(RouteTokenKind.Star, "* after SELECT", "SELECT takes only *; or leave SELECT out.");
        }

        Take(RouteTokenKind.From, "FROM", Form);
        var source = ReadSource();
        var condition = ReadCondition();
        Take(RouteTokenKind.Into, "WHERE or INTO", Form);
        var sink = ReadSink();
        // edgeHub looks at nothing that follows.
        return new Route(_name, _text, source, condition, sink) { IgnoredText = Current.Kind == RouteTokenKind.End ? null : _text[Current.Start..].TrimEnd() };
    }

    private RouteSource ReadSource()
    {
        var path = new StringBuilder();
        do
        {
            Take(RouteTokenKind.Slash, "a source that begins with /", Form);
            if (Current.Kind is not (RouteTokenKind.Star or RouteTokenKind.Identifier)) throw WrongSegment();
            path.Append('/').Append(_lexer.CurrentText);
            _lexer.Advance();
        }
        while (Current.Kind == RouteTokenKind.Slash);
        return new RouteSource(path.ToString());
    }

    private RouteCondition? ReadCondition()
    {
        if (Current.Kind != RouteTokenKind.Where) return null;
        _lexer.Advance();
        var start = Current.Start;
        if (Current.Kind is RouteTokenKind.Into or RouteTokenKind.End)
            throw _mistakes.Expected(Current, "a condition after WHERE", "Write a condition, or leave WHERE out.");
        var parser = new ConditionParser(_lexer, _mistakes);
        try
        {
            var root = parser.Read();
            if (Current.Kind != RouteTokenKind.Into) throw _mistakes.Expected(Current, "an operator or INTO", "Write operators with blanks around them, and INTO after the condition.");
            return new RouteCondition(_text[start.._lexer.PreviousEnd], root, parser.Error);
        }
        catch (RouteException error) when (LooseCondition.Fits(new RouteLexer(_text, start)))
        {
            while (Current.Kind != RouteTokenKind.Into) _lexer.Advance();
            return new RouteCondition(_text[start.._lexer.PreviousEnd], ConditionBuilder.Undefined(start, _lexer.PreviousEnd), parser.Error ?? error);
        }
    }

    private RouteSink ReadSink()
    {
        var token = Current;
        var word = _lexer.CurrentText;
        if (token.Kind == RouteTokenKind.SystemProperty)
        {
            _lexer.Advance();
            return word.Equals("$upstream", StringComparison.OrdinalIgnoreCase)
                ? new UpstreamSink()
                : throw _mistakes.Wrong(token.Start, $"{word} is no sink.", SinkRemedy);
        }

        Take(RouteTokenKind.Identifier, "a sink", SinkRemedy);
        Take(RouteTokenKind.OpenParenthesis, "( after " + word.ToString(), SinkRemedy);
        var endpoint = Current;
        Take(RouteTokenKind.Text, "the input in quotes", SinkRemedy);
        Take(RouteTokenKind.CloseParenthesis, ") after the input", SinkRemedy);
        if (!word.Equals("BrokeredEndpoint", StringComparison.OrdinalIgnoreCase)) throw _mistakes.Wrong(token.Start, $"{word} is no sink.", SinkRemedy);
        return ReadInput(endpoint);
    }

    // As edgeHub does: escapes stay as they are, one slash at each end goes, and only the second and the fourth segment are looked at.
    private ModuleInputSink ReadInput(RouteToken token)
    {
        var address = _text[(token.Start + 1)..(token.End - 1)].Trim();
        if (address.StartsWith('/')) address = address[1..];
        if (address.EndsWith('/')) address = address[..^1];
        return address.Split('/') is [_, var module, _, var input]
            ? new ModuleInputSink(module, input)
            : throw _mistakes.Wrong(token.Start, $"{_text.AsSpan(token.Start, token.Length)} names no input.", SinkRemedy);
    }

    private void Take(RouteTokenKind kind, string expected, string remedy)
    {
        if (Current.Kind != kind) throw _mistakes.Expected(Current, expected, remedy);
        _lexer.Advance();
    }

    private RouteException WrongSegment() => Current.Kind switch
    {
        RouteTokenKind.Number => _mistakes.Wrong(Current.Start, $"{_mistakes.Found(Current)} is a number, and a segment of a source is a name.", "Give the module or output a name that is more than a number."),
        _ when IsReserved(Current.Kind) => _mistakes.Wrong(Current.Start, $"{_mistakes.Found(Current)} is a word of the route language, and a segment of a source is a name.", "Give the module or output another name."),
        _ => _mistakes.Expected(Current, "a name or * after /", Form),
    };

    private static bool IsReserved(RouteTokenKind kind) => kind
        is RouteTokenKind.Select or RouteTokenKind.From or RouteTokenKind.Where or RouteTokenKind.Into
        or RouteTokenKind.And or RouteTokenKind.Or or RouteTokenKind.Not
        or RouteTokenKind.True or RouteTokenKind.False or RouteTokenKind.Null or RouteTokenKind.Undefined;
}
