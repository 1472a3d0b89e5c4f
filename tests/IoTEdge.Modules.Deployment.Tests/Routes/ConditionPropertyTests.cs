using System.Text;
using CsCheck;
using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Explaining;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class ConditionPropertyTests
{
    private static readonly string[] Words =
    [
        "a", "$a", "$body.x", "$body.x[0].y", "$body.", "$body.x[", "{$a}", "{", "}", "'t'", "\"t\"", "'", "\"", "'\\u0041\\''", "\\", "1", "-1", "0x1F", ".5", "1e3", "e3", "true", "false", "null",
        "undefined", "(", ")", ",", "+", "-", "*", "/", "%", "||", "<", "<=", ">", ">=", "=", "!=", "<>", "AND", "or", "NOT", "??", "?", "!", "@", ";", ":", "[", "]", "/*", "*/", "INTO", "WHERE",
        "abs(", "length(", "concat(", "as_number(", "is_null(", "substring(", "twin_change_includes(", "nothing(",
    ];

    private static readonly Gen<string> Fragments =
        Gen.OneOf(Gen.Int[0, Words.Length - 1].Select(index => Words[index]), Gen.String).Array[0, 20].Select(words => string.Join(' ', words));

    private static readonly Gen<string> Numbers = Expression(
        ["1", "-2.5", "0", "0x1F", "as_number(p)", "as_number(n)", "$body.i", "$body.none", "length(p)", "index_of(p, 'b')"],
        "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "abs({0})", "power({0}, {1})", "({0} ?? {1})", "sign({0})");

    private static readonly Gen<string> Booleans = Expression(
        ["true", "false", "(p = 'abc')", "(nope = 'x')", "($body.t = true)", "($body.none > 5)", "is_defined(nope)", "is_null($body.none)"],
        "({0} AND {1})", "({0} OR {1})", "NOT ({0})", "({0} = {1})", "({0} ?? {1})");

    private static Gen<string> Expression(string[] leaves, params string[] forms)
    {
        var leaf = Gen.Int[0, leaves.Length - 1].Select(index => leaves[index]);
        return Gen.Recursive<string>((depth, inner) => depth > 4
            ? leaf
            : Gen.OneOf(leaf, Gen.Select(Gen.Int[0, forms.Length - 1], inner, inner).Select((form, left, right) => string.Format(null, forms[form], left, right))));
    }

    [Fact]
    public void Condition_OfAnyFragments_IsEvaluatedOrARouteException() => Fragments.Sample(text =>
    {
        Try(() =>
        {
            using var message = Message();
            RouteCondition.Parse(text).Evaluate(message);
        }, text.Length);
        Try(() => LookAt(Route.Parse("r", $"FROM /messages WHERE {text} INTO $upstream")), text.Length + 100);
    }, iter: 50_000);

    [Fact]
    public void Condition_OfAnyValues_IsExplainedAndLookedAt() => Gen.OneOf(Gen.Select(Numbers, Numbers).Select((left, right) => $"{left} > {right}"), Booleans).Sample(text =>
    {
        var explanation = LookAt(Route.Parse("r", $"FROM /messages WHERE {text} INTO $upstream"));

        explanation.Reason.Should().EndWith(".").And.NotContain("  ");
        explanation.Takes.Should().Be(Evaluate(text) == true);
    }, iter: 20_000);

    [Fact]
    public void Condition_OfNumbers_ComparesInOneWayOnly() => Gen.Select(Numbers, Numbers).Sample((left, right) =>
    {
        var results = new[] { "<", "=", ">" }.Select(@operator => Evaluate($"{left} {@operator} {right}")).ToList();

        // Either all are undefined, or exactly one holds.
        (results.TrueForAll(result => result is null) || results.Count(result => result == true) == 1).Should().BeTrue("of {0} and {1}", left, right);
        Evaluate($"NOT ({left} < {right})").Should().Be(Evaluate($"{left} >= {right}"));
    }, iter: 20_000);

    [Fact]
    public void Condition_OfBooleans_FollowsThreeValuedLogic() => Gen.Select(Booleans, Booleans).Sample((left, right) =>
    {
        var (first, second) = (Evaluate(left), Evaluate(right));

        Evaluate($"({left}) AND ({right})").Should().Be(first == false || second == false ? false : first & second);
        Evaluate($"({left}) OR ({right})").Should().Be(first == true || second == true ? true : first | second);
        Evaluate($"NOT (({left}) AND ({right}))").Should().Be(Evaluate($"(NOT ({left})) OR (NOT ({right}))"));
        Evaluate($"({left}) ?? ({right})").Should().Be(first ?? second);
    }, iter: 20_000);

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("NOT ", "true", "")]
    [InlineData("- ", "1", "")]
    [InlineData("abs(", "1", ")")]
    [InlineData("(", "1", "")]
    [InlineData("@ ", "1", "")]
    public void Condition_NestedWithoutLimit_IsRefused(string open, string middle, string close)
    {
        var act = () => RouteCondition.Parse(string.Concat(Enumerable.Repeat(open, 100_000)) + middle + string.Concat(Enumerable.Repeat(close, 100_000)));
        act.Should().Throw<RouteException>().Which.Why.Should().Contain("nested deeper than 200 levels");
    }

    [Theory]
    [InlineData("true AND ")]
    [InlineData("true = ")]
    [InlineData("'a' || ")]
    [InlineData("1 + ")]
    public void Condition_WithOperatorsWithoutLimit_IsRefused(string operand)
    {
        var act = () => RouteCondition.Parse(string.Concat(Enumerable.Repeat(operand, 100_000)) + operand.Split(' ')[0]);
        act.Should().Throw<RouteException>().Which.Why.Should().Contain("too many operators");
    }

    [Fact]
    public void Condition_AsLongAsATwinAllows_IsEvaluatedOnASmallStack()
    {
        bool? result = null;
        var text = string.Concat(Enumerable.Repeat("(", 190)) + string.Join(" OR ", Enumerable.Repeat("false", 800)) + " OR true" + new string(')', 190);
        var thread = new Thread(() => result = Evaluate(text), 512 * 1024);
        thread.Start();
        thread.Join();

        result.Should().BeTrue();
    }

    private static RouteExplanation LookAt(Route route)
    {
        RouteLint.Check([route]).Should().NotBeNull();
        using var message = Message();
        return new HubConfiguration([route], new StoreAndForward(-1, null)).Explain(message).Routes[0];
    }

    private static bool? Evaluate(string text)
    {
        using var message = Message();
        return RouteCondition.Parse(text).Evaluate(message);
    }

    private static RouteMessage Message() => new(
        MessageSource.Module("m", "o"),
        Encoding.UTF8.GetBytes("{\"x\":[{\"y\":\"t\"}],\"i\":5,\"t\":true}"),
        [KeyValuePair.Create("p", (string?)"abc"), KeyValuePair.Create("n", (string?)"42"), KeyValuePair.Create("a", (string?)null)],
        [KeyValuePair.Create("contentType", (string?)"application/json"), KeyValuePair.Create("contentEncoding", (string?)"utf-8")]);

    private static void Try(Action action, int length)
    {
        try
        {
            action();
        }
        catch (RouteException exception)
        {
            exception.Position.Should().BeInRange(1, length + 1);
        }
    }
}
