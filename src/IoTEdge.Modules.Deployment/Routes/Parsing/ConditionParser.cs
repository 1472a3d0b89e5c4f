using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>
/// Reads a condition (protocol section 7.4). It ends where no operator follows, whatever comes then. What breaks the grammar is thrown;
/// what the grammar of edgeHub takes in order to refuse it later, such as a parenthesis too many, is the builder's error.
/// </summary>
internal sealed class ConditionParser(RouteLexer lexer, RouteMistakes mistakes)
{
    // Of parentheses, functions and prefixes within each other.
    private const int MaxNesting = 200;
    private const int LowestPrecedence = 0;
    private const string OperandRemedy = "Write a property, $body.path, a text in quotes, a number, true, false, null or a function.";

    private readonly ConditionBuilder _builder = new(mistakes);
    private int _nesting;
    private int _openParentheses;
    private int _lastParenthesisEnd = -1;

    public RouteException? Error => _builder.Error;

    public ConditionNode Read() => ReadExpression(LowestPrecedence);

    private ConditionNode ReadExpression(int lowest)
    {
        var left = ReadOperand();
        while (true)
        {
            var kind = lexer.Current.Kind;
            var precedence = OperatorPrecedence.Of(kind);
            if (precedence < 0 || precedence < lowest) return left;
            if (kind == RouteTokenKind.Unknown)
            {
                ReportUnknown();
                ReadExpression(precedence + 1);
                left = ConditionBuilder.Undefined(left.Start, lexer.PreviousEnd);
                continue;
            }

            var @operator = TakeOperator(OperatorPrecedence.Binary(kind));
            var right = ReadExpression(precedence + 1);
            left = _builder.Binary(@operator, left, right);
        }
    }

    private ConditionNode ReadOperand()
    {
        if (_nesting == MaxNesting) throw mistakes.Wrong(lexer.Current.Start, $"the condition is nested deeper than {MaxNesting} levels.", "Make several routes of it.");
        _nesting++;
        var token = lexer.Current;
        var node = token.Kind switch
        {
            RouteTokenKind.OpenParenthesis => ReadParenthesis(),
            RouteTokenKind.OpenBrace => ReadEscaped(),
            RouteTokenKind.Not => ReadNot(),
            RouteTokenKind.Minus => ReadNegation(),
            RouteTokenKind.Unknown => ReadUnknown(),
            RouteTokenKind.Identifier => ReadName(),
            _ => ReadWord(token),
        };
        _nesting--;
        return node;
    }

    private ConditionNode ReadWord(RouteToken token)
    {
        var (start, end) = (token.Start, token.End);
        ConditionNode? node = token.Kind switch
        {
            RouteTokenKind.SystemProperty => _builder.SystemProperty(lexer.CurrentText.ToString(), start, end),
            RouteTokenKind.Text => ConditionBuilder.Text(lexer.CurrentText.ToString(), start, end),
            RouteTokenKind.Number => ConditionBuilder.Number(lexer.CurrentText, start, end),
            RouteTokenKind.True => new ConstantNode(ConditionValue.True, ConditionType.Bool, start, end),
            RouteTokenKind.False => new ConstantNode(ConditionValue.False, ConditionType.Bool, start, end),
            RouteTokenKind.Null => new ConstantNode(ConditionValue.Null, ConditionType.Null, start, end),
            RouteTokenKind.Undefined => ConditionBuilder.Undefined(start, end),
            RouteTokenKind.UnterminatedText => ReadUnterminated(start, end),
            _ => null,
        };
        if (node is null) throw mistakes.Expected(token, "a value", OperandRemedy);
        lexer.Advance();
        return node;
    }

    private ConstantNode ReadUnterminated(int start, int end)
    {
        _builder.Report(start, "a text has no closing quote.", "Close it with the quote that opened it.");
        return new ConstantNode(ConditionValue.Of(""), ConditionType.Text, start, end);
    }

    private ConditionNode ReadName()
    {
        var start = lexer.Current.Start;
        var name = lexer.CurrentText.ToString();
        lexer.Advance();
        return lexer.Current.Kind == RouteTokenKind.OpenParenthesis
            ? ReadCall(name, start)
            : new PropertyNode(name, null, start, lexer.PreviousEnd);
    }

    private ConditionNode ReadCall(string name, int start)
    {
        lexer.Advance();
        _openParentheses++;
        var arguments = new List<ConditionNode>();
        if (lexer.Current.Kind != RouteTokenKind.CloseParenthesis)
        {
            arguments.Add(ReadExpression(LowestPrecedence));
            while (lexer.Current.Kind == RouteTokenKind.Comma)
            {
                lexer.Advance();
                arguments.Add(ReadExpression(LowestPrecedence));
            }
        }

        // f((a) is, to edgeHub's grammar, a call with an unclosed parenthesis in it.
        if (lexer.Current.Kind == RouteTokenKind.CloseParenthesis) lexer.Advance();
        else if (_lastParenthesisEnd == lexer.PreviousEnd) ReportUnclosed(start);
        else throw mistakes.Expected(lexer.Current, $"an operator, a comma or ) in the arguments of {name}", "Close the arguments with ).");
        _openParentheses--;
        SkipClosed();
        return _builder.Call(name, [.. arguments], start, lexer.PreviousEnd);
    }

    private ConditionNode ReadParenthesis()
    {
        var start = lexer.Current.Start;
        lexer.Advance();
        _openParentheses++;
        var node = ReadExpression(LowestPrecedence);
        _openParentheses--;
        if (lexer.Current.Kind != RouteTokenKind.CloseParenthesis)
        {
            ReportUnclosed(start);
            return node;
        }

        lexer.Advance();
        _lastParenthesisEnd = lexer.PreviousEnd;
        SkipClosed();
        return node;
    }

    // One parenthesis too many right after another is part of edgeHub's grammar; anywhere else it ends the condition.
    private void SkipClosed()
    {
        if (_openParentheses > 0 || lexer.Current.Kind != RouteTokenKind.CloseParenthesis) return;
        _builder.Report(lexer.Current.Start, "a ) closes nothing.", "Remove it.");
        lexer.Advance();
    }

    private ConditionNode ReadEscaped()
    {
        var start = lexer.Current.Start;
        lexer.Advance();
        var word = lexer.CurrentText.ToString();
        if (lexer.Current.Kind != RouteTokenKind.SystemProperty) throw mistakes.Expected(lexer.Current, "$ and a name after {", "Write {$name}.");
        lexer.Advance();
        if (lexer.Current.Kind != RouteTokenKind.CloseBrace) throw mistakes.Expected(lexer.Current, "}", "Write {$name}.");
        lexer.Advance();
        return _builder.EscapedSystemProperty(word, start, lexer.PreviousEnd);
    }

    private ConditionNode ReadNot()
    {
        var @operator = TakeOperator(OperatorKind.Not);
        return _builder.Not(@operator, ReadExpression(OperatorPrecedence.Not));
    }

    private ConditionNode ReadNegation()
    {
        var @operator = TakeOperator(OperatorKind.Negate);
        return _builder.Negate(@operator, ReadExpression(OperatorPrecedence.Negate));
    }

    private ConditionNode ReadUnknown()
    {
        var start = lexer.Current.Start;
        ReportUnknown();
        if (OperatorPrecedence.BeginsOperand(lexer.Current.Kind)) ReadExpression(OperatorPrecedence.Of(RouteTokenKind.Unknown) + 1);
        return ConditionBuilder.Undefined(start, lexer.PreviousEnd);
    }

    private void ReportUnknown()
    {
        _builder.Report(lexer.Current.Start, $"{mistakes.Found(lexer.Current)} has no meaning here.", "Remove it, or put the text in quotes.");
        lexer.Advance();
    }

    private void ReportUnclosed(int start) => _builder.Report(start, "a ( is not closed.", "Close it with ).");

    private ConditionOperator TakeOperator(OperatorKind kind)
    {
        var @operator = new ConditionOperator(kind, lexer.CurrentText.ToString().ToUpperInvariant(), lexer.Current.Start, lexer.Current.End);
        lexer.Advance();
        return @operator;
    }
}
