using System.Buffers;
using System.Text;
using CsCheck;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Protocol.Tests.Mqtt;

public sealed class MqttCodecTests
{
    [Fact]
    public void Publish_AnyTopicAndPayload_ComesBackWhateverThePieces()
    {
        var topic = Gen.String[Gen.Char["devices/é€abc%=&$"], 1, 200];
        Gen.Select(topic, Gen.Byte.Array[0, 700], Gen.UShort[1, ushort.MaxValue], Gen.Bool, Gen.Int[1, 64])
            .Sample((text, payload, id, atLeastOnce, pieces) =>
            {
                var output = new ArrayBufferWriter<byte>();
                var qualityOfService = atLeastOnce ? MqttQualityOfService.AtLeastOnce : MqttQualityOfService.AtMostOnce;
                MqttPacketWriter.WritePublish(output, text, payload, qualityOfService, id, duplicate: atLeastOnce);
                var packet = (MqttPublish)MqttPackets.ReadAll(output.WrittenSpan.ToArray(), pieces).Single();
                return packet.Topic == text
                    && packet.Payload.ToArray().SequenceEqual(payload)
                    && packet.QualityOfService == qualityOfService
                    && packet.PacketId == (atLeastOnce ? id : 0)
                    && packet.Duplicate == atLeastOnce;
            });
    }

    [Fact]
    public void Connect_AnyFields_ComesBack()
    {
        var text = Gen.String[Gen.Char["abc/é?=&%"], 0, 40];
        Gen.Select(text, text.Null(), text.Null(), Gen.UShort, Gen.Bool, Gen.Byte.Array[0, 20].Null())
            .Sample((clientId, userName, password, keepAlive, clean, will) =>
            {
                var sent = new MqttConnect
                {
                    ClientId = clientId,
                    UserName = userName,
                    Password = userName is null ? null : password,
                    KeepAliveSeconds = keepAlive,
                    CleanSession = clean,
                    Will = will is null ? null : new MqttWill("t", new(will), MqttQualityOfService.AtLeastOnce, Retain: true),
                };
                var output = new ArrayBufferWriter<byte>();
                MqttPacketWriter.WriteConnect(output, sent);
                var read = (MqttConnect)MqttPackets.ReadAll(output.WrittenSpan.ToArray(), 5).Single();
                return (read.ClientId, read.UserName, read.Password, read.KeepAliveSeconds, read.CleanSession)
                        == (sent.ClientId, sent.UserName, sent.Password, sent.KeepAliveSeconds, sent.CleanSession)
                    && (read.Will is null) == (will is null)
                    && (will is null || read.Will!.Payload.ToArray().SequenceEqual(will));
            });
    }

    // Bytes by hand from the standard's own layout, so that reader and writer cannot agree on a mistake.
    [Theory]
    [InlineData("100C00044D5154540402003C0000", "CONNECT  as ")]
    [InlineData("20020100", "ConnAck True Accepted")]
    [InlineData("20020005", "ConnAck False NotAuthorized")]
    [InlineData("320A0003612F62000A686921", "Publish a/b 10 hi!")]
    [InlineData("40020A0B", "PubAck 2571")]
    [InlineData("82080001000361 2F2301", "Subscribe 1 a/# AtLeastOnce")]
    [InlineData("9003000180", "SubAck 1 128")]
    [InlineData("A2070002000361 2F62", "Unsubscribe 2 a/b")]
    [InlineData("B0020002", "UnsubAck 2")]
    [InlineData("C000", "PingReq")]
    [InlineData("E000", "Disconnect")]
    public void Packet_BytesOfTheStandard_AreReadAndWrittenAlike(string hex, string expected)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        var packet = MqttPackets.ReadAll(bytes, 2).Single();
        Describe(packet).Should().Be(expected);
        var output = new ArrayBufferWriter<byte>();
        Write(output, packet);
        Convert.ToHexString(output.WrittenSpan).Should().Be(Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("0000", "control packet type 0")]
    [InlineData("F000", "control packet type 15")]
    [InlineData("3602", "quality of service 3")]
    [InlineData("8000", "flags of Subscribe")]
    [InlineData("30FFFFFFFF01", "does not end after four bytes")]
    [InlineData("30FFFFFF7F", "at most 1048576 are taken")]
    [InlineData("C00100", "has no body")]
    [InlineData("32050001610000", "packet id is 0")]
    [InlineData("3003000123", "wildcard")]
    [InlineData("30020000", "topic is empty")]
    [InlineData("30050003C32861", "not UTF-8")]
    [InlineData("3003000100", "U+0000")]
    [InlineData("3803000161", "duplicate flag")]
    [InlineData("4003000100", "1 bytes too many")]
    [InlineData("820500010000", "")]
    [InlineData("82020001", "ends within topic filter")]
    [InlineData("20020200", "reserved acknowledge flags")]
    [InlineData("20020006", "return code 6")]
    [InlineData("20020105", "a refusal says")]
    [InlineData("100600044D515458", "protocol name")]
    public void Packet_AgainstTheStandard_IsRefusedWithTheReason(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex);
        if (hex == "820500010000") bytes = [.. bytes, 1]; // an empty filter
        FluentActions.Invoking(() => MqttPackets.ReadAll(bytes, 4)).Should().Throw<ProtocolException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void Frame_AnnouncedTooLarge_IsRefusedBeforeItsBodyArrives()
    {
        var buffer = new ReadOnlySequence<byte>([0x30, 0x80, 0x80, 0x80, 0x01]);
        FluentActions.Invoking(() => MqttFrame.TryRead(ref buffer, 262_144, out _)).Should().Throw<ProtocolException>().WithMessage("*2097152*262144*");
    }

    [Fact]
    public void Connect_OtherProtocolLevel_IsReadSoThatItCanBeAnswered()
    {
        var bytes = Convert.FromHexString("100D00044D5154540502003C00000000");
        ((MqttConnect)MqttPackets.ReadAll(bytes[..15], 15).Single()).ProtocolLevel.Should().Be(5);
    }

    private static string Describe(object packet) => packet switch
    {
        MqttPublish p => $"Publish {p.Topic} {p.PacketId} {Encoding.UTF8.GetString(p.Payload)}",
        MqttConnAck c => $"ConnAck {c.SessionPresent} {c.ReturnCode}",
        MqttPubAck p => $"PubAck {p.PacketId}",
        MqttUnsubAck u => $"UnsubAck {u.PacketId}",
        MqttSubscribe s => $"Subscribe {s.PacketId} {s.Subscriptions[0].Filter} {s.Subscriptions[0].QualityOfService}",
        MqttSubAck s => $"SubAck {s.PacketId} {string.Join(',', s.ReturnCodes)}",
        MqttUnsubscribe u => $"Unsubscribe {u.PacketId} {u.Filters[0]}",
        _ => packet.ToString()!,
    };

    private static void Write(ArrayBufferWriter<byte> output, object packet)
    {
        switch (packet)
        {
            case MqttConnect c: MqttPacketWriter.WriteConnect(output, c); break;
            case MqttConnAck c: MqttPacketWriter.WriteConnAck(output, c); break;
            case MqttPublish p: MqttPacketWriter.WritePublish(output, p.Topic, p.Payload, p.QualityOfService, p.PacketId, p.Duplicate); break;
            case MqttPubAck p: MqttPacketWriter.WritePubAck(output, p.PacketId); break;
            case MqttSubscribe s: MqttPacketWriter.WriteSubscribe(output, s.PacketId, s.Subscriptions); break;
            case MqttSubAck s: MqttPacketWriter.WriteSubAck(output, s.PacketId, s.ReturnCodes.ToArray()); break;
            case MqttUnsubscribe u: MqttPacketWriter.WriteUnsubscribe(output, u.PacketId, u.Filters); break;
            case MqttUnsubAck u: MqttPacketWriter.WriteUnsubAck(output, u.PacketId); break;
            case MqttPacketType.PingReq: MqttPacketWriter.WritePingRequest(output); break;
            case MqttPacketType.Disconnect: MqttPacketWriter.WriteDisconnect(output); break;
            default: throw new InvalidOperationException($"No writer for {packet}.");
        }
    }
}
