using System.Text.Json.Nodes;
using CsCheck;
using IoTEdge.Modules.Hub.Queries;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Tests.Queries;

public sealed class TwinQueryTests
{
    private static readonly string[] Words =
    [
        "SELECT", "*", "FROM", "devices", ".", "modules", "WHERE", "NOT", "(", ")", "a", "tags", "=", "'x'", "1", "-1", "1.5",
        "AND", "OR", "IN", "[", "]", ",", "is_defined", "'", "\\", "$x", "é", "AS", "COUNT",
    ];

    private static readonly JsonObject Twin = JsonNode.Parse("""
        {"deviceId":"press","status":"enabled","tags":{"line":1,"site":{"na'me":"O'Hara"}},
         "properties":{"desired":{"max":25.5,"list":[1],"off":null,"$version":3},"reported":{"ok":true}}}
        """)!.AsObject();

    [Theory]
    [InlineData("deviceId = 'press'", true)]
    [InlineData("deviceId = 'Press'", false)]
    [InlineData("DEVICEID = 'press'", false)]
    [InlineData("tags.line = 1 and tags.line < 2", true)]
    [InlineData("tags.line = 1.0", true)]
    [InlineData("tags.line <> 1 OR status IN ['disabled', 'enabled']", true)]
    [InlineData("status NIN ['disabled']", true)]
    [InlineData("properties.desired.max > 25 AND properties.desired.max <= 25.5", true)]
    [InlineData("properties.desired.$version = 3", true)]
    [InlineData("properties.desired.off = null", true)]
    [InlineData("properties.reported.ok", true)]
    [InlineData("properties.reported.ok = true", true)]
    [InlineData("NOT properties.reported.ok", false)]
    [InlineData("tags.site['na''me'] = 'O''Hara'", true)]
    [InlineData("tags.site[\"na'me\"] = \"O'Hara\"", true)]
    [InlineData("tags.missing = 1", false)]
    [InlineData("tags.missing != 1", false)]
    [InlineData("NOT (tags.missing = 1)", false)]
    [InlineData("NOT is_defined(tags.missing)", true)]
    [InlineData("is_null(properties.desired.off) AND is_array(properties.desired.list)", true)]
    [InlineData("is_number(tags.line) AND is_string(deviceId) AND is_object(tags) AND is_bool(properties.reported.ok)", true)]
    [InlineData("starts_with(deviceId, 'pr') AND ends_with(deviceId, 'ss') AND contains(deviceId, 'res')", true)]
    [InlineData("starts_with(tags.line, 'x')", false)]
    [InlineData("deviceId = 1", false)]
    [InlineData("deviceId != 1", true)]
    [InlineData("deviceId > 1", false)]
    [InlineData("status = 'disabled' OR tags.missing = 1 OR tags.line = 1", true)]
    [InlineData("(status = 'enabled' OR status = 'x') AND tags.line = 2", false)]
    public void Where_EachCondition_MatchesOrNot(string condition, bool isMatch) =>
        TwinQuery.Parse($"SELECT * FROM devices WHERE {condition}").Run([Twin]).Any().Should().Be(isMatch);

    [Fact]
    public void Select_OfPaths_GivesThemByName()
    {
        var query = TwinQuery.Parse("select deviceId, properties.desired.max as limit, tags.missing, properties.desired.off from devices");

        query.Run([Twin]).Single().ToJsonString().Should().Be("""{"deviceId":"press","limit":25.5,"off":null}""");
    }

    [Fact]
    public void Select_Count_GivesOneNumber() =>
        TwinQuery.Parse("SELECT COUNT() AS number FROM devices.modules").Run([Twin, Twin]).Single().ToJsonString().Should().Be("""{"number":2}""");

    [Theory]
    [InlineData("", "'SELECT' is expected")]
    [InlineData("SELECT * FROM jobs", "'devices' is expected, there is 'jobs'")]
    [InlineData("SELECT * FROM devices WHERE", "a value is expected, there is the end")]
    [InlineData("SELECT * FROM devices WHERE a = 'x", "a string has no end")]
    [InlineData("SELECT * FROM devices WHERE a = 1 b", "the end is expected")]
    [InlineData("SELECT * FROM devices WHERE a = 1e999", "is no number")]
    [InlineData("SELECT * FROM devices WHERE f(a)", "there is no function F with one argument")]
    [InlineData("SELECT * FROM devices WHERE a # 1", "begins nothing")]
    [InlineData("SELECT * FROM devices GROUP BY a", "the end is expected, there is 'GROUP'")]
    public void Parse_NoQuery_TellsWhatIsExpected(string query, string reason)
    {
        var parse = () => TwinQuery.Parse(query);

        parse.Should().Throw<ProtocolException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void Parse_DeepNesting_IsRefusedInsteadOfOverflowing()
    {
        var parse = () => TwinQuery.Parse($"SELECT * FROM devices WHERE {new string('(', 4000)}");

        parse.Should().Throw<ProtocolException>().WithMessage("*nested deeper*");
    }

    [Theory]
    [InlineData("OR")]
    [InlineData("AND")]
    public void Where_ChainOfHundredsOfTerms_IsLookedAtOnceEach(string word)
    {
        var term = word == "OR" ? "deviceId = 'x'" : "deviceId = 'press'";
        var condition = string.Join($" {word} ", Enumerable.Repeat(term, 250));

        TwinQuery.Parse($"SELECT * FROM devices WHERE {condition}").Run([Twin]).Any().Should().Be(word == "AND");
    }

    [Fact]
    public void Parse_AnyText_EitherGivesAQueryOrSaysWhy()
    {
        Gen.Int[0, Words.Length - 1].Array[0, 20].Select(picks => picks.Select(pick => Words[pick])).Select(parts => "SELECT * FROM devices WHERE " + string.Join(' ', parts)).Sample(text =>
        {
            try
            {
                _ = TwinQuery.Parse(text).Run([Twin]).Count();
            }
            catch (ProtocolException)
            {
                // Said why.
            }
        });
    }
}
