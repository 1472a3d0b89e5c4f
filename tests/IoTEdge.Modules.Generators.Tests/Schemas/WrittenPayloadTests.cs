using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IoTEdge.Modules.Generators.Tests.Schemas;

/// <summary>The generator ran over this very file: what the serializer writes is held against the schema of the same type.</summary>
public sealed partial class WrittenPayloadTests
{
    private static readonly JsonObject Contract = JsonNode.Parse(
        typeof(WrittenPayloadTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "IoTEdge.Modules.Contract").Value!)!.AsObject();

    public enum Colour { Red, Green }

    [JsonConverter(typeof(JsonStringEnumConverter<Shape>))]
    public enum Shape { Round, Square }

    public static TheoryData<Everything> Payloads =>
    [
        new Everything(),
        new Everything
        {
            Number = 7, Perhaps = 1.5, Text = "längs \"quoted\"", Colour = Colour.Green, Shape = Shape.Square, At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)),
            Span = new TimeSpan(1, 2, 3, 4, 5), Id = new Guid("11111111-2222-3333-4444-555555555555"), Link = new Uri("https://host/path"), Bytes = [1, 2, 3], Names = ["a", null],
            Counts = new() { ["x"] = 1 }, Inner = new Everything { Span = TimeSpan.FromDays(-3) },
        },
    ];

    [Theory, MemberData(nameof(Payloads))]
    public void Payload_AsTheSerializerWritesIt_FitsItsSchema(Everything payload)
    {
        var written = JsonNode.Parse(JsonSerializer.Serialize(payload, JsonSerializerOptions.Web));
        new SchemaCheck(Contract).Errors(Payload, written, "$").Should().BeEmpty(written!.ToJsonString());
    }

    [Theory]
    [InlineData("""{ "number": 11 }""", "$.number")]
    [InlineData("""{ "number": 1.5 }""", "$.number")]
    [InlineData("""{ "number": 1, "shape": "Oval" }""", "$.shape")]
    [InlineData("""{ "number": 1, "colour": 9 }""", "$.colour")]
    [InlineData("""{ "number": 1, "span": "3 days" }""", "$.span")]
    [InlineData("""{ "number": 1, "inner": { "number": 1, "names": [1] } }""", "$.inner.names[0]")]
    [InlineData("""{ }""", "$.number")]
    public void Payload_ThatTheModuleWouldRefuse_DoesNotFit(string payload, string path) =>
        new SchemaCheck(Contract).Errors(Payload, JsonNode.Parse(payload), "$").Should().Contain(path);

    private static JsonNode Payload => Contract["modules"]!.AsArray().Single(module => module!["name"]!.GetValue<string>() == "Taker")!["inputs"]![0]!["payload"]!;

    public sealed record Everything
    {
        [JsonRequired, Range(0, 10)]
        public int Number { get; init; }

        public double? Perhaps { get; init; }

        public string? Text { get; init; }

        public Colour Colour { get; init; }

        public Shape Shape { get; init; }

        public DateTimeOffset At { get; init; }

        public TimeSpan Span { get; init; }

        public Guid Id { get; init; }

        public Uri? Link { get; init; }

        public byte[] Bytes { get; init; } = [];

        public IReadOnlyList<string?> Names { get; init; } = [];

        public Dictionary<string, int> Counts { get; init; } = [];

        public Everything? Inner { get; init; }
    }

    public sealed partial class Taker : EdgeModuleBase
    {
        [Input("everything")]
        public void On(Everything payload) => _ = payload;
    }
}
