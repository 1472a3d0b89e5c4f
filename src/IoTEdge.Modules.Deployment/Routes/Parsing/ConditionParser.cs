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
    private bool _closesTwice;
    private bool _closesTwiceInCall;

    public RouteException? Error => _builder.Error;

    public ConditionNode Read()
    {
        var node = ReadExpression(LowestPrecedence);
        // Where "))" stood, edgeHub's grammar can take the second one for one too many, so that this one closes what that had closed.
        if (lexer.Current.Kind == RouteTokenKind.CloseParenthesis && _closesTwice) ReportSurplus();
        if (lexer.Current.Kind == RouteTokenKind.Comma && _closesTwiceInCall && ArgumentsFollow()) ReportSurplus();
        return node;
    }

    // Whether more arguments and a closing parenthesis come after the comma.
    private bool ArgumentsFollow()
    {
        var rest = new RouteLexer(lexer.Text, lexer.Current.Start);
        var parser = new ConditionParser(rest, mistakes) { _openParentheses = 1 };
        try
        {
            while (rest.Current.Kind == RouteTokenKind.Comma)
            {
                rest.Advance();
                parser.ReadExpression(LowestPrecedence);
            }

            return rest.Current.Kind == RouteTokenKind.CloseParenthesis;
        }
        catch (RouteException)
        {
            return false;
        }
    }

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

        if (lexer.Current.Kind != RouteTokenKind.CloseParenthesis)
            throw mistakes.Expected(lexer.Current, $"an operator, a comma or ) in the arguments of {name}", "Close the arguments with ).");
        _closesTwiceInCall |= ClosesTwice();
        Close();
        return _builder.Call(name, [.. arguments], start, lexer.PreviousEnd);
    }

    private ConditionNode ReadParenthesis()
    {
        var start = lexer.Current.Start;
        lexer.Advance();
        _openParentheses++;
        var node = ReadExpression(LowestPrecedence);
        if (lexer.Current.Kind == RouteTokenKind.CloseParenthesis)
        {
            Close();
            return node;
        }

        _openParentheses--;
        _builder.Report(start, "a ( is not closed.", "Close it with ).");
        return node;
    }

    // One parenthesis too many right after another is part of edgeHub's grammar; anywhere else it ends the condition.
    private void Close()
    {
        _closesTwice |= ClosesTwice();
        _openParentheses--;
        lexer.Advance();
        if (_openParentheses > 0 || lexer.Current.Kind != RouteTokenKind.CloseParenthesis) return;
        ReportSurplus();
        lexer.Advance();
    }

    private bool ClosesTwice() => lexer.Text[lexer.PreviousEnd - 1] == ')';

    private void ReportSurplus() => _builder.Report(lexer.Current.Start, $"{mistakes.Found(lexer.Current)} closes nothing.", "Look for a parenthesis too many.");

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

    private ConditionOperator TakeOperator(OperatorKind kind)
    {
        var @operator = new ConditionOperator(kind, lexer.CurrentText.ToString().ToUpperInvariant(), lexer.Current.Start, lexer.Current.End);
        lexer.Advance();
        return @operator;
    }
}
