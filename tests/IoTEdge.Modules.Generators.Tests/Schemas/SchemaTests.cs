using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Generators.Tests.Schemas;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("bool", """{ "type": "boolean" }""")]
    [InlineData("byte", """{ "type": "integer", "format": "uint8" }""")]
    [InlineData("long?", """{ "type": ["integer", "null"], "format": "int64" }""")]
    [InlineData("decimal", """{ "type": "number", "format": "decimal" }""")]
    [InlineData("string?", """{ "type": ["string", "null"] }""")]
    [InlineData("char", """{ "type": "string", "minLength": 1, "maxLength": 1 }""")]
    [InlineData("Guid", """{ "type": "string", "format": "uuid" }""")]
    [InlineData("Uri", """{ "type": "string", "format": "uri-reference" }""")]
    [InlineData("DateTime", """{ "type": "string", "format": "date-time" }""")]
    [InlineData("DateTimeOffset", """{ "type": "string", "format": "date-time" }""")]
    [InlineData("DateOnly", """{ "type": "string", "format": "date" }""")]
    [InlineData("byte[]", """{ "type": "string", "contentEncoding": "base64" }""")]
    [InlineData("ReadOnlyMemory<byte>", """{ "type": "string", "contentEncoding": "base64" }""")]
    [InlineData("object", "true")]
    [InlineData("System.Text.Json.JsonElement", "true")]
    [InlineData("System.Text.Json.Nodes.JsonObject", """{ "type": "object" }""")]
    [InlineData("int[]", """{ "type": "array", "items": { "type": "integer", "format": "int32" } }""")]
    [InlineData("IReadOnlyList<string?>", """{ "type": "array", "items": { "type": ["string", "null"] } }""")]
    [InlineData("Dictionary<string, double>", """{ "type": "object", "additionalProperties": { "type": "number", "format": "double" } }""")]
    public void Schema_OfAType_IsWhatTheSerializerWrites(string type, string schema)
    {
        var shown = Property($"public {type} Value {{ get; set; }}");
        JsonNode.DeepEquals(shown, JsonNode.Parse(schema)).Should().BeTrue(shown?.ToJsonString());
    }

    [Theory]
    [InlineData("[Range(-40, 150)] public int Value { get; set; }", """{ "type": "integer", "format": "int32", "minimum": -40, "maximum": 150 }""")]
    [InlineData("[Range(0, 1.5, MinimumIsExclusive = true)] public double Value { get; set; }", """{ "type": "number", "format": "double", "exclusiveMinimum": 0, "maximum": 1.5 }""")]
    [InlineData("[Range(typeof(decimal), \"0.10\", \"2\")] public decimal Value { get; set; }", """{ "type": "number", "format": "decimal", "minimum": 0.10, "maximum": 2 }""")]
    [InlineData("[StringLength(8, MinimumLength = 2)] public string Value { get; set; }", """{ "type": "string", "minLength": 2, "maxLength": 8 }""")]
    [InlineData("[MinLength(1), MaxLength(3)] public string[] Value { get; set; }", """{ "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 3 }""")]
    [InlineData("[RegularExpression(\"[A-Z]+\")] public string Value { get; set; }", """{ "type": "string", "pattern": "^(?:[A-Z]+)$" }""")]
    [InlineData("[Required] public string? Value { get; set; }", """{ "type": "string" }""")]
    [InlineData("[System.ComponentModel.Description(\"a \\\"b\\\"\")] public string Value { get; set; }", """{ "type": "string", "description": "a \"b\"" }""")]
    public void Schema_OfAMember_HasItsLimits(string member, string schema)
    {
        var shown = Property(member);
        JsonNode.DeepEquals(shown, JsonNode.Parse(schema)).Should().BeTrue(shown?.ToJsonString());
    }

    [Fact]
    public void Schema_OfAnEnumeration_HasNumbersWithNamesOrNames()
    {
        var defs = Definitions("""
            public enum Mode { Off, Fast = 7 }
            [JsonConverter(typeof(JsonStringEnumConverter<Kind>))] public enum Kind { Small, [JsonStringEnumMemberName("very large")] Large }
            [Flags] public enum Parts { Top = 1, Bottom = 2 }
            public sealed record Payload(Mode Mode, Kind Kind, Parts Parts, [property: JsonConverter(typeof(JsonStringEnumConverter))] Mode ByName);
            """);
        defs["Mode"]!.ToJsonString().Should().Be("""{"title":"Mode","type":"integer","oneOf":[{"const":0,"title":"Off"},{"const":7,"title":"Fast"}]}""");
        defs["Kind-ByName"]!.ToJsonString().Should().Be("""{"title":"Kind","type":"string","enum":["Small","very large"]}""");
        defs["Parts"]!.ToJsonString().Should().Be("""{"title":"Parts","type":"integer"}""");
        defs["Mode-ByName"]!["enum"]!.ToJsonString().Should().Be("""["Off","Fast"]""");
    }

    [Fact]
    public void Schema_OfAnObject_HasItsMembersByJsonNameAndWithItsBase()
    {
        var defs = Definitions("""
            public abstract record Root { public required int ID { get; init; } [JsonIgnore] public int Hidden { get; init; } public virtual int Level { get; init; } }
            public sealed record Payload : Root
            {
                [JsonPropertyName("u")] public string URLValue { get; init; } = "";
                [JsonRequired] public int Needed { get; init; }
                [Required] public string Filled { get; init; } = "x";
                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Perhaps { get; init; }
                public override int Level { get; init; }
                public Payload? Next { get; init; }
                public IReadOnlyList<Page<Payload>> Pages { get; init; } = [];
                internal int Internal { get; init; }
                public static int Shared => 1;
            }
            public sealed record Page<T>(T Item);
            """);
        var payload = defs["Payload"]!;
        payload["properties"]!.AsObject().Select(property => property.Key).Should().Equal("id", "level", "u", "needed", "filled", "perhaps", "next", "pages");
        payload["required"]!.ToJsonString().Should().Be("""["id","needed"]""");
        payload["properties"]!["next"]!.ToJsonString().Should().Be("""{"anyOf":[{"$ref":"#/$defs/Payload"},{"type":"null"}]}""");
        defs["PageOf-Payload"]!["title"]!.GetValue<string>().Should().Be("PageOfPayload");
    }

    private static JsonNode? Property(string member) => Definitions($"public sealed class Payload {{ {member} }}")["Payload"]!["properties"]!["value"];

    private static JsonObject Definitions(string types) =>
        new GeneratorRun($"{types} public sealed partial class M : EdgeModuleBase {{ [Input(\"i\")] public void On(Payload payload) {{ }} }}").Contract!["$defs"]!.AsObject();
}
