using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Tests.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;

namespace IoTEdge.Modules.NewtonsoftJson.Tests;

public sealed class NewtonsoftPayloadSerializerTests : SerializerTests
{
    private protected override IPayloadSerializer Serializer { get; } = Create();

    [Fact]
    public void Attributes_OfNewtonsoft_Count()
    {
        Text(Serializer.Serialize(new Tank { Fill = 7, Secret = "x" })).Should().Be("""{"fill-level":7}""");
        Serializer.Deserialize<Tank>("""{"fill-level":8,"Secret":"y"}"""u8, "The message").Should().Be(new Tank { Fill = 8 });
    }

    [Fact]
    public void Converters_OfTheSettings_Count() =>
        Text(Create(settings => settings.Converters.Add(new StringEnumConverter())).Serialize(new Dictionary<string, Mode> { ["A"] = Mode.Fast })).Should().Be("""{"A":"Fast"}""");

    [Fact]
    public void JObject_AsTwin_KeepsWhatItHolds() =>
        Serializer.OverDefaults<JObject>(new JsonObject { ["at"] = "2026-03-01T10:00:00+02:00", ["$type"] = "System.Object" }, "The twin")
            .ToString(Formatting.None).Should().Be("""{"at":"2026-03-01T10:00:00+02:00","$type":"System.Object"}""");

    [Fact]
    public void DefaultSettings_OfTheProcess_AreNotLookedAt()
    {
        var before = JsonConvert.DefaultSettings;
        JsonConvert.DefaultSettings = () => new JsonSerializerSettings { Formatting = Formatting.Indented, TypeNameHandling = TypeNameHandling.All };
        try
        {
            Text(Create().Serialize(new PlantReading("a", 1))).Should().Be("""{"machine":"a","celsius":1.0}""");
        }
        finally
        {
            JsonConvert.DefaultSettings = before;
        }
    }

    [Fact]
    public void TypeName_InAPayload_MakesNoObject() =>
        Serializer.Deserialize<Dictionary<string, object>>("""{"a":{"$type":"System.IO.FileInfo, System.Private.CoreLib","fileName":"x"}}"""u8, "The message")["a"].Should().BeOfType<JObject>();

    [Theory]
    [InlineData(TypeNameHandling.All)]
    [InlineData(TypeNameHandling.Auto)]
    public void TypeNameHandling_WithoutABinder_IsRefused(TypeNameHandling handling) =>
        Refusal(settings => settings.TypeNameHandling = handling).Should().Contain($"TypeNameHandling is {handling}").And.Contain("SerializationBinder");

    [Fact]
    public void MaxDepth_TakenAway_IsRefused() => Refusal(settings => settings.MaxDepth = null).Should().Contain("MaxDepth is null");

    [Fact]
    public void MaxDepth_OfTheSettings_BoundsBothWays()
    {
        var serializer = Create(settings => settings.MaxDepth = 2);
        serializer.Invoking(it => it.Deserialize<int[][][]>("[[[1]]]"u8, "The message")).Should().Throw<EdgeModuleException>();
        serializer.Invoking(it => it.Serialize<int[][][]>([[[1]]])).Should().Throw<EdgeModuleException>().WithMessage("*nested deeper than 2 levels*");
        Text(serializer.Serialize<int[][]>([[1]])).Should().Be("[[1]]");
    }

    private static IPayloadSerializer Create(Action<JsonSerializerSettings>? configure = null) => new EdgeModuleOptions().AddNewtonsoftJson(configure).Serializer!;

    private static string Refusal(Action<JsonSerializerSettings> configure)
    {
        var thrown = FluentActions.Invoking(() => Create(configure)).Should().Throw<EdgeModuleException>().Which;
        thrown.Reason.Should().Be(EdgeModuleErrorReason.Configuration);
        return thrown.Message;
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    public sealed record Tank
    {
        [JsonProperty("fill-level")]
        public int Fill { get; init; }

        [JsonIgnore]
        public string? Secret { get; init; }
    }
}
