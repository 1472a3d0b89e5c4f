using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules.Tests.Json;

/// <summary>What a module's author may expect of every serializer; one derived class for each.</summary>
public abstract class SerializerTests
{
    private const int Deep = 100_000;

    private protected abstract IPayloadSerializer Serializer { get; }

    [Fact]
    public void Defaults_OfAbsentMembers_Stay() =>
        Desired("""{"maxCelsius":50}""").Should().BeEquivalentTo(new PlantSettings { MaxCelsius = 50 });

    [Fact]
    public void Defaults_OfAnEmptyTwin_AreAll() => Desired("{}").Should().BeEquivalentTo(new PlantSettings());

    [Theory]
    [InlineData("""{"maxCelsius":null,"unit":null,"limits":null,"tags":null,"weights":null,"mode":null}""")]
    [InlineData("""{"limits":{"low":null,"high":null},"weights":{"a":null}}""")]
    public void Defaults_OfMembersThatAreNull_AreThere(string twin) => Desired(twin).Should().BeEquivalentTo(new PlantSettings());

    [Fact]
    public void Defaults_OfTheType_AreNotChangedByATwin()
    {
        Desired("""{"limits":{"low":-5},"weights":{"b":2},"tags":["x"]}""");
        Desired("{}").Should().BeEquivalentTo(new PlantSettings());
        Limits.Usual.Should().Be(new Limits());
    }

    [Fact]
    public void NestedRecord_OfATwin_KeepsItsOwnDefaults() =>
        Desired("""{"limits":{"low":-5}}""").Limits.Should().Be(new Limits { Low = -5, High = 100 });

    [Fact]
    public void NestedRecord_WithoutADefault_IsMade() => Desired("""{"spare":{"low":1,"high":2}}""").Spare.Should().Be(new Limits { Low = 1, High = 2 });

    [Fact]
    public void Dictionary_OfATwin_IsMergedAndKeepsTheSpellingOfItsKeys() =>
        Desired("""{"weights":{"Big One":2}}""").Weights.Should().Equal(new Dictionary<string, double> { ["a"] = 1, ["Big One"] = 2 });

    [Fact]
    public void Array_OfATwin_ReplacesTheDefault()
    {
        Desired("""{"tags":["x","y"]}""").Tags.Should().Equal("x", "y");
        Desired("""{"tags":[]}""").Tags.Should().BeEmpty();
    }

    [Fact]
    public void UnknownMember_OfAnyShape_IsTolerated() =>
        Desired("""{"$version":7,"later":{"a":[1,{"b":null}]},"limits":{"third":1},"unit":"F"}""").Should().BeEquivalentTo(new PlantSettings { Unit = "F" });

    [Theory]
    [InlineData("\"Fast\"", Mode.Fast)]
    [InlineData("\"fast\"", Mode.Fast)]
    [InlineData("2", Mode.Fast)]
    public void Enum_ByNameOrNumber_IsRead(string json, Mode expected) => Desired($$"""{"mode":{{json}}}""").Mode.Should().Be(expected);

    [Theory]
    [InlineData("00:00:01.5000000", 1.5)]
    [InlineData("1.02:00:00", 93_600)]
    public void TimeSpan_InItsConstantForm_IsRead(string text, double seconds) =>
        Desired($$"""{"interval":"{{text}}"}""").Interval.Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void DateTimeOffset_Read_KeepsItsOffset() =>
        Desired("""{"since":"2026-03-01T10:00:00.25+02:00"}""").Since.Should().BeExactly(
            new DateTimeOffset(2026, 3, 1, 10, 0, 0, 250, TimeSpan.FromHours(2)));

    [Fact]
    public void Text_ThatLooksLikeADate_StaysAsItIs() => Desired("""{"unit":"2026-03-01T10:00:00+02:00"}""").Unit.Should().Be("2026-03-01T10:00:00+02:00");

    [Fact]
    public void Twin_WrittenAndRead_IsTheSame()
    {
        var settings = new PlantSettings
        {
            MaxCelsius = 0.1, Unit = "°\"\u2028😀", Mode = Mode.Fast, Interval = TimeSpan.FromMilliseconds(1), Since = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(-3)),
            Limits = new Limits { Low = int.MinValue }, Spare = new Limits(), Weights = { ["Z"] = -1e-7 }, Tags = ["", "b"], Count = long.MaxValue, Price = 12345678901234.5678m,
        };
        Serializer.OverDefaults<PlantSettings>(Serializer.ToObject(settings), "The twin").Should().BeEquivalentTo(settings);
    }

    [Fact]
    public void Names_Written_AreCamelCaseButKeysAreAsTheyAre()
    {
        var written = Serializer.ToObject(new PlantSettings { Weights = { ["Big One"] = 2 } });
        written.Select(member => member.Key).Should().BeEquivalentTo("maxCelsius", "unit", "mode", "interval", "since", "limits", "spare", "weights", "tags", "count", "price");
        written["weights"]!.AsObject().Select(member => member.Key).Should().Equal("a", "Big One");
        written["interval"]!.GetValue<string>().Should().Be("00:00:10");
        written["since"]!.GetValue<string>().Should().Be("2026-01-01T00:00:00+00:00");
    }

    [Fact]
    public void Payload_WithAConstructor_IsReadAndWritten()
    {
        var bytes = Serializer.Serialize(new PlantReading("boiler", 71.5));
        Encoding.UTF8.GetString(bytes).Should().Be("""{"machine":"boiler","celsius":71.5}""");
        Read<PlantReading>("""{"celsius":71.5,"machine":"boiler","more":[]}""").Should().Be(new PlantReading("boiler", 71.5));
    }

    [Theory]
    [InlineData("""{"maxCelsius":"hot stuff"}""", "$.maxCelsius")]
    [InlineData("""{"limits":{"low":{}}}""", "$.limits.low")]
    [InlineData("""{"limits":{"low":99999999999}}""", "$.limits.low")]
    [InlineData("""{"tags":["a",{"b":1}]}""", "$.tags[1]")]
    [InlineData("""{"weights":{"a":"hot stuff"}}""", "$.weights.a")]
    [InlineData("""{"mode":"hot stuff"}""", "$.mode")]
    [InlineData("""{"interval":"hot stuff"}""", "$.interval")]
    [InlineData("""{"since":"hot stuff"}""", "$.since")]
    [InlineData("""{"limits":7}""", "$.limits")]
    public void Twin_MemberThatDoesNotFit_IsNamedWithoutItsValue(string twin, string place)
    {
        var thrown = this.Invoking(test => test.Desired(twin)).Should().Throw<EdgeModuleException>().Which;
        thrown.Reason.Should().Be(EdgeModuleErrorReason.Payload);
        thrown.Message.Should().StartWith($"The twin does not fit PlantSettings at {place}:");
        thrown.ToString().Should().NotContain("hot stuff", "what others send does not belong in a log");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"machine":""")]
    [InlineData("""{"machine":"boiler","celsius":1}}""")]
    [InlineData("""{"machine":"boiler","celsius":1} more""")]
    public void Payload_ThatIsNoSuchJson_IsRefused(string json)
    {
        var thrown = this.Invoking(test => test.Read<PlantReading>(json)).Should().Throw<EdgeModuleException>().Which;
        thrown.Reason.Should().Be(EdgeModuleErrorReason.Payload);
        thrown.Message.Should().StartWith("The message ").And.Contain("PlantReading");
    }

    [Fact]
    public void Payload_ThatIsNoUtf8_IsRefused() =>
        this.Invoking(test => test.Serializer.Deserialize<PlantReading>([.. "{\"machine\":\""u8, 0xff, .. "\"}"u8], "The message")).Should().Throw<EdgeModuleException>()
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"next\":", "}")]
    public void Payload_OfGreatDepth_IsRefusedWhereverItIs(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, Deep)) + "1" + string.Concat(Enumerable.Repeat(close, Deep));
        foreach (var json in (string[])[deep, $$"""{"next":{{deep}}}""", $$"""{"unknown":{{deep}}}"""])
            this.Invoking(test => test.Read<Chain>(json)).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
    }

    [Fact]
    public void Value_OfGreatDepth_IsRefusedWhenWritten()
    {
        var chain = new Chain();
        for (var i = 0; i < Deep; i++) chain = new Chain { Next = chain };
        this.Invoking(test => test.Serializer.Serialize(chain)).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
    }

    [Fact]
    public void Value_ThatContainsItself_IsRefusedWhenWritten()
    {
        var chain = new Chain();
        chain.Next = chain;
        this.Invoking(test => test.Serializer.Serialize(chain)).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
    }

    [Fact]
    public void Payload_OfAMegabyte_IsRead()
    {
        var tags = Enumerable.Range(0, 100_000).Select(i => $"tag{i}").ToArray();
        Serializer.Deserialize<string[]>(Serializer.Serialize(tags), "The message").Should().Equal(tags);
    }

    [Fact]
    public void Payload_OfMutatedJson_IsReadOrRefused()
    {
        var valid = Serializer.Serialize(new PlantSettings { Spare = new Limits(), Mode = Mode.Fast });
        var content = Gen.OneOf(Gen.Byte, Gen.Char["{}[]\",:.-+0123456789eEINaftnulrs/*'\\$ "].Select(character => (byte)character));
        Gen.Select(Gen.Int[0, valid.Length - 1], content).Array[1, 6].Sample(changes =>
        {
            var json = valid.ToArray();
            foreach (var (at, changed) in changes) json[at] = changed;
            try
            {
                Serializer.Deserialize<PlantSettings>(json, "The message").Should().NotBeNull();
            }
            catch (EdgeModuleException exception)
            {
                exception.Reason.Should().Be(EdgeModuleErrorReason.Payload);
            }
        }, iter: 5_000);
    }

    [Fact]
    public void ToObject_OfWhatIsNoObject_IsRefused() =>
        this.Invoking(test => test.Serializer.ToObject((string[])["a"])).Should().Throw<EdgeModuleException>().WithMessage("String[] is written as a JSON value that is no object; twins need an object.");

    [Fact]
    public void Twin_ThatASetterRefuses_DoesNotFit() =>
        this.Invoking(test => test.Serializer.OverDefaults<Strict>(new JsonObject { ["even"] = 3 }, "The twin")).Should().Throw<EdgeModuleException>()
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);

    [Fact]
    public void Twin_WhoseGetterThrows_IsNotWritten() =>
        this.Invoking(test => test.Serializer.ToObject(new Broken())).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);

    [Fact]
    public void Payload_OfATypeThatCannotBeMade_IsRefused() =>
        this.Invoking(test => test.Read<Shape>("{}")).Should().Throw<EdgeModuleException>();

    private PlantSettings Desired(string json) => Serializer.OverDefaults<PlantSettings>((JsonObject)JsonNode.Parse(json)!, "The twin");

    private T Read<T>(string json) => Serializer.Deserialize<T>(Encoding.UTF8.GetBytes(json), "The message");
}
