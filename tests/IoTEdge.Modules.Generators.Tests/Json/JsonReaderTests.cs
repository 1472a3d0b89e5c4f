using CsCheck;
using IoTEdge.Modules.Generators.Json;

namespace IoTEdge.Modules.Generators.Tests.Json;

public sealed class JsonReaderTests
{
    private static readonly Gen<JsonValue> Values = Gen.Recursive<JsonValue>((depth, nested) => depth > 3
        ? Gen.String.Select(JsonValue.Of)
        : Gen.OneOf(
            Gen.String.Select(JsonValue.Of),
            Gen.Long.Select(JsonValue.Of),
            Gen.Bool.Select(JsonValue.Of),
            nested.Array[0, 4].Select(items => (JsonValue)JsonArray.Of(items)),
            Gen.Select(Gen.String, nested).Array[0, 4].Select(members => (JsonValue)JsonObject.Of([.. members.Select(member => (member.Item1, (JsonValue?)member.Item2))]))));

    [Fact]
    public void Value_WrittenAndRead_IsTheSame() => Values.Sample(value => JsonReader.Read(JsonWriter.Write(value)) == value);

    [Fact]
    public void Text_OfAnyKind_IsReadOrRefusedWithAPlace() => Gen.String[Gen.Char["{}[]\":,\\u01ae-. "], 0, 20].Sample(text =>
    {
        try
        {
            JsonReader.Read(text);
        }
        catch (FormatException)
        {
            // The only thing that may be thrown.
        }
    });

    [Fact]
    public void Value_TooDeep_IsRefused() => FluentActions.Invoking(() => JsonReader.Read(new string('[', 10_000))).Should().Throw<FormatException>();
}
