using CsCheck;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class RoutePropertyTests
{
    private static readonly Gen<string> Name = Gen.Char["abcxyzABC-_.!+*%|é"].Array[1, 8].Select(characters => "n" + new string(characters));

    private static readonly string[] Words =
    [
        "SELECT", "*", "FROM", "/", "messages", "WHERE", "INTO", "$upstream", "BrokeredEndpoint", "(", ")", "\"", "'", "\\", "/*", "*/",
        "\\u00", "$", "-1e5", "and", " ", "\t", "[", "!",
    ];

    private static readonly Gen<string> Fragment = Gen.OneOf(Gen.Int[0, Words.Length - 1].Select(index => Words[index]), Gen.String);

    [Fact]
    public void Route_OfAnyFragments_IsARouteOrARouteException() =>
        Fragment.Array[0, 30].Select(string.Concat).Sample(AssertParsesOrRefuses, iter: 20_000);

    [Fact]
    public void Route_WithOneCharacterChanged_IsARouteOrARouteException() =>
        Gen.Select(Gen.Int[0, 90], Gen.Char, Gen.Bool).Sample((index, character, replace) =>
        {
            const string Text = "SELECT * FROM /messages/modules/m1/outputs/* INTO BrokeredEndpoint(\"/modules/m2/inputs/in1\")";
            AssertParsesOrRefuses(replace ? Text[..index] + character + Text[(index + 1)..] : Text.Insert(index, character.ToString()));
        });

    [Fact]
    public void Route_OfNames_IsReadBack() =>
        Gen.Select(Name, Name, Name, Name).Sample((sender, output, receiver, input) =>
        {
            var route = Route.Parse("r", $"FROM /messages/modules/{sender}/outputs/{output} INTO BrokeredEndpoint(\"/modules/{receiver}/inputs/{input}\")");

            route.Sink.Should().Be(new ModuleInputSink(receiver, input));
            route.Source.Matches(MessageSource.Module(sender, output.TrimEnd('*'))).Should().BeTrue();
        });

    [Theory]
    [InlineData("/*")]
    [InlineData("\"\\\"")]
    [InlineData("'")]
    [InlineData("0")]
    [InlineData("(")]
    [InlineData("-1.1e1")]
    public void Route_ThatRepeatsOneThingForever_IsRefusedInLinearTime(string repeated)
    {
        var text = "FROM /" + string.Concat(Enumerable.Repeat(repeated, 200_000));
        AssertParsesOrRefuses(text);
        AssertParsesOrRefuses("FROM /x WHERE " + text);
    }

    private static void AssertParsesOrRefuses(string text)
    {
        try
        {
            Route.Parse("r", text).Text.Should().Be(text);
        }
        catch (RouteException exception)
        {
            exception.Position.Should().BeInRange(1, text.Length + 1);
        }
    }
}
