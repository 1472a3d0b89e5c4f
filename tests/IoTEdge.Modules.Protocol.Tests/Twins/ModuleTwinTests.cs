using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Protocol.Tests.Twins;

public sealed class ModuleTwinTests
{
    private static readonly Gen<JsonObject> Documents = Gen.Recursive<JsonNode?>((depth, nested) => depth > 3
        ? Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number))
        : Gen.OneOf(
            Gen.Int[0, 3].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.String[Gen.Char["abé"], 0, 2].Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Dictionary(Gen.String[Gen.Char["abcd"], 1, 1], nested)[0, 4]
                .Select(members => (JsonNode?)new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())))))
        ).Select(node => node as JsonObject ?? new JsonObject { ["only"] = node?.DeepClone() });

    [Fact]
    public void DiffThenApply_AnyTwoDocuments_GivesTheSecond() =>
        Gen.Select(Documents, Documents).Sample((from, to) =>
        {
            var result = (JsonObject)from.DeepClone();
            TwinMerge.Apply(result, TwinMerge.Diff(from, to));
            return JsonNode.DeepEquals(result, to) && TwinMerge.Diff(result, to).Count == 0;
        });

    [Fact]
    public void Parse_TwinOfAHub_TakesVersionsOutOfTheProperties()
    {
        var twin = ModuleTwin.Parse(new(Encoding.UTF8.GetBytes(
            """{"desired":{"limit":5,"$version":4,"$metadata":{"x":1}},"reported":{"fw":"1.0","$version":9}}""")));
        twin.Desired.Version.Should().Be(4);
        twin.Desired.Properties.ToJsonString().Should().Be("""{"limit":5}""");
        Encoding.UTF8.GetString(twin.ToJson()).Should().Be("""{"desired":{"limit":5,"$version":4},"reported":{"fw":"1.0","$version":9}}""");
    }

    [Fact]
    public void Parse_EmptyTwinOfAnOfflineHub_HasNoVersion() =>
        ModuleTwin.Parse(new("""{"desired":{},"reported":{}}"""u8.ToArray())).Desired.Version.Should().BeNull();

    [Theory]
    [InlineData("""{"desired":7}""")]
    [InlineData("""{"desired":{"$version":"x"}}""")]
    [InlineData("""{"desired":{"$version":-1}}""")]
    public void Parse_BadTwin_IsRefused(string json) =>
        FluentActions.Invoking(() => ModuleTwin.Parse(new(Encoding.UTF8.GetBytes(json)))).Should().Throw<ProtocolException>();
}
