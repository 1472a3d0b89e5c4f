using System.Buffers;
using System.Text;
using CsCheck;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Protocol.Tests;

/// <summary>No input makes a parser throw anything but its own exception.</summary>
public sealed class ParserPropertiesTests
{
    private const int Iterations = 20_000;
    private static readonly byte[][] Seeds = Packets();

    public static TheoryData<string> TextParsers => [.. Parsers.OfText.Keys];

    public static TheoryData<string> ByteParsers => [.. Parsers.OfBytes.Keys];

    [Theory, MemberData(nameof(TextParsers))]
    public void TextParser_RandomText_ThrowsOnlyItsOwnException(string name) =>
        Gen.String[0, 60].Sample(text => Refuses(() => Parsers.OfText[name](text)), iter: Iterations);

    [Theory, MemberData(nameof(TextParsers))]
    public void TextParser_MutatedText_ThrowsOnlyItsOwnException(string name)
    {
        const string Alphabet = "/?$=&%;:+#. \0ridversion0123456789AFazé€\ud800";
        var edit = Gen.Select(Gen.Int[0, 90], Gen.Char[Alphabet], Gen.Int[0, 2]);
        Gen.Select(Gen.Int[0, Parsers.Samples[name].Length - 1].Select(i => Parsers.Samples[name][i]), edit.Array[1, 6])
            .Sample((sample, edits) => Refuses(() => Parsers.OfText[name](Mutate(sample, edits))), iter: Iterations);
    }

    [Theory, MemberData(nameof(TextParsers))]
    public void TextParser_ItsSamples_AreRead(string name)
    {
        foreach (var sample in Parsers.Samples[name]) Parsers.OfText[name].Invoking(parse => parse(sample)).Should().NotThrow(sample);
    }

    [Theory, MemberData(nameof(ByteParsers))]
    public void ByteParser_RandomBytes_ThrowsOnlyItsOwnException(string name) =>
        Gen.Byte.Array[0, 80].Sample(bytes => Refuses(() => Parsers.OfBytes[name](bytes)), iter: Iterations);

    [Theory, MemberData(nameof(ByteParsers))]
    public void ByteParser_MutatedPackets_ThrowsOnlyItsOwnException(string name)
    {
        var edit = Gen.Select(Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 2]);
        Gen.Select(Gen.Int[0, Seeds.Length - 1].Select(i => Seeds[i]), edit.Array[1, 6])
            .Sample((packet, edits) => Refuses(() => Parsers.OfBytes[name](Mutate(packet, edits))), iter: Iterations);
    }

    [Fact]
    public void Json_MutatedDocuments_ThrowOnlyItsOwnException()
    {
        const string Twin = """{"desired":{"a":1,"b":{"c":["x",null,1.5e3]},"$version":4},"reported":{"é":"\ud83d\ude00","$version":9}}""";
        var edit = Gen.Select(Gen.Int[0, 120], Gen.Byte, Gen.Int[0, 2]);
        edit.Array[1, 5].Sample(edits => Refuses(() => Parsers.OfBytes["twin"](Mutate(Encoding.UTF8.GetBytes(Twin), edits))), iter: Iterations);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("[1]")]
    [InlineData("")]
    public void Twin_BrokenDocument_IsRefused(string json) =>
        FluentActions.Invoking(() => Parsers.OfBytes["twin"](Encoding.UTF8.GetBytes(json))).Should().Throw<ProtocolException>();

    [Fact]
    public void Twin_VeryDeepDocument_IsRefused() =>
        FluentActions.Invoking(() => Parsers.OfBytes["twin"](Encoding.UTF8.GetBytes(new string('[', 200_000)))).Should().Throw<ProtocolException>();

    private static bool Refuses(Action parse)
    {
        try
        {
            parse();
        }
        catch (ProtocolException exception)
        {
            exception.Subject.Should().NotBeNullOrEmpty();
            exception.Reason.Should().NotBeNullOrEmpty();
        }

        return true;
    }

    private static string Mutate(string sample, (int Position, char Character, int Kind)[] edits)
    {
        var text = new StringBuilder(sample);
        foreach (var (position, character, kind) in edits)
        {
            var at = position % (text.Length + 1);
            if (kind == 0) text.Insert(at, character);
            else if (at < text.Length && kind == 1) text[at] = character;
            else if (at < text.Length) text.Remove(at, 1);
        }

        return text.ToString();
    }

    private static byte[] Mutate(byte[] sample, (int Position, byte Value, int Kind)[] edits)
    {
        var bytes = sample.ToList();
        foreach (var (position, value, kind) in edits)
        {
            var at = position % (bytes.Count + 1);
            if (kind == 0) bytes.Insert(at, value);
            else if (at < bytes.Count && kind == 1) bytes[at] = value;
            else if (at < bytes.Count) bytes.RemoveAt(at);
        }

        return [.. bytes];
    }

    private static byte[][] Packets()
    {
        var buffers = new List<byte[]>();
        Add(output => MqttPacketWriter.WriteConnect(output, new MqttConnect { ClientId = "d/m", UserName = "h/d/m/?api-version=2021-04-12", Password = "p", KeepAliveSeconds = 60 }));
        Add(output => MqttPacketWriter.WriteConnAck(output, new MqttConnAck(true, MqttConnectReturnCode.Accepted)));
        Add(output => MqttPacketWriter.WritePublish(output, "devices/d/modules/m/messages/events/", "{}"u8, MqttQualityOfService.AtLeastOnce, 7));
        Add(output => MqttPacketWriter.WritePubAck(output, 7));
        Add(output => MqttPacketWriter.WriteSubscribe(output, 3, [new("$iothub/twin/res/#", MqttQualityOfService.AtLeastOnce)]));
        Add(output => MqttPacketWriter.WriteSubAck(output, 3, [1, 0x80]));
        Add(output => MqttPacketWriter.WriteUnsubscribe(output, 4, ["a/#", "b"]));
        Add(output => MqttPacketWriter.WriteUnsubAck(output, 4));
        Add(MqttPacketWriter.WritePingRequest);
        return [.. buffers, [.. buffers.SelectMany(bytes => bytes)]];

        void Add(Action<IBufferWriter<byte>> write)
        {
            var output = new ArrayBufferWriter<byte>();
            write(output);
            buffers.Add(output.WrittenSpan.ToArray());
        }
    }
}
