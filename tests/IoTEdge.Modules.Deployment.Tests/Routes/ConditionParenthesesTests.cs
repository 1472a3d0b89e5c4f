using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

/// <summary>Parentheses too many and too few, as edgeHub's own parser was seen to take them: its grammar has rules for such mistakes.</summary>
public sealed class ConditionParenthesesTests
{
    [Theory]
    [InlineData("(p = 'x'", false)]
    [InlineData("(p = 'x'))", false)]
    [InlineData("length(p) = 3)", true)]
    [InlineData("p = 'x')", true)]
    [InlineData("(length(p)) = 5)", false)]
    [InlineData("length(concat(p, p)) = 5)", false)]
    [InlineData("length(concat(p, p)) = 5, x", true)]
    [InlineData("length(concat(p, p)) = 5, x)", false)]
    [InlineData("(length(p)) = 5, x)", true)]
    [InlineData("((true)) AND true)", false)]
    [InlineData("((true)) garbage)", true)]
    public void Condition_Alone_EndsOrFailsWhereEdgeHubsDoes(string condition, bool isCompiled)
    {
        var act = () => RouteCondition.Parse(condition);
        if (isCompiled) act.Should().NotThrow();
        else act.Should().Throw<RouteException>();
    }

    [Theory]
    [InlineData("(p = 'x'", true)]
    [InlineData("(p = 'x'))", true)]
    [InlineData("f((p)", true)]
    [InlineData("upper((nope) < lower(p)", true)]
    [InlineData("is_defined((p)  =null", true)]
    [InlineData("starts_with($nop?lower(p)) ?? ee, 3 <= $body.d)", true)]
    [InlineData("p @ 'x'", true)]
    [InlineData("p = 'x')", false)]
    [InlineData("f(p", false)]
    [InlineData("(p = 'x')))", false)]
    [InlineData("p = 'x' garbage", false)]
    public void Condition_OfARoute_IsReadWhereEdgeHubsGrammarHasIt(string condition, bool isRoute)
    {
        var act = () => Route.Parse("r", $"FROM /messages WHERE {condition} INTO $upstream");
        if (isRoute) act().Condition!.Error.Should().NotBeNull("it is a route whose condition cannot be compiled");
        else act.Should().Throw<RouteException>();
        if (isRoute) act().Condition!.Text.Should().Be(condition);
    }
}
