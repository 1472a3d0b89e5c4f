using System.Buffers;
using System.Text;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>CONNECT (section 3.1 of the standard). <see cref="ToString"/> does not show the password.</summary>
public sealed class MqttConnect
{
    /// <summary>The protocol level of MQTT 3.1.1.</summary>
    public const byte Level311 = 4;

    /// <summary>The client id; <c>{device}/{module}</c> for modules.</summary>
    public required string ClientId { get; init; }

    /// <summary>The protocol level; 4 is MQTT 3.1.1. A server answers another one with <see cref="MqttConnectReturnCode.UnacceptableProtocolVersion"/>.</summary>
    public byte ProtocolLevel { get; init; } = Level311;

    /// <summary>The user name, or <see langword="null"/>.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or <see langword="null"/>. A secret.</summary>
    public string? Password { get; init; }

    /// <summary>The longest silence of the client, in seconds; 0 for no limit.</summary>
    public ushort KeepAliveSeconds { get; init; }

    /// <summary>Whether the server forgets the session of earlier connections, and of this one at its end.</summary>
    public bool CleanSession { get; init; }

    /// <summary>The will, or <see langword="null"/>.</summary>
    public MqttWill? Will { get; init; }

    /// <summary>Reads the packet.</summary>
    /// <param name="frame">A frame of type <see cref="MqttPacketType.Connect"/>.</param>
    /// <exception cref="ProtocolException">The packet is malformed.</exception>
    public static MqttConnect Read(in MqttFrame frame)
    {
        var reader = new MqttBodyReader(frame, MqttPacketType.Connect);
        var name = reader.ReadBytes("protocol name");
        if (!Is(name, "MQTT"u8)) throw reader.Error("the protocol name is not 'MQTT'.");
        var level = reader.ReadByte("protocol level");

        // A later version has other fields behind the level; the server only needs to know that it cannot speak it.
        if (level != Level311) return new MqttConnect { ClientId = "", ProtocolLevel = level };
        var flags = reader.ReadByte("connect flags");
        if ((flags & 0x01) != 0) throw reader.Error("the reserved connect flag is set.");
        var keepAlive = reader.ReadUInt16("keep alive");
        var clientId = reader.ReadString("client id");
        var will = ReadWill(ref reader, flags);
        var hasUserName = (flags & 0x80) != 0;
        var hasPassword = (flags & 0x40) != 0;
        if (hasPassword && !hasUserName) throw reader.Error("there is a password without a user name.");
        var userName = hasUserName ? reader.ReadString("user name") : null;
        var password = hasPassword ? ReadPassword(ref reader) : null;
        reader.RequireEnd();
        return new MqttConnect
        {
            ClientId = clientId,
            UserName = userName,
            Password = password,
            KeepAliveSeconds = keepAlive,
            CleanSession = (flags & 0x02) != 0,
            Will = will,
        };
    }

    /// <summary>Client id and user name.</summary>
    public override string ToString() => $"CONNECT {ClientId} as {UserName}";

    private static MqttWill? ReadWill(ref MqttBodyReader reader, byte flags)
    {
        var qualityOfService = (MqttQualityOfService)((flags >> 3) & 0x03);
        var retain = (flags & 0x20) != 0;
        if ((flags & 0x04) == 0)
        {
            if (qualityOfService != 0 || retain) throw reader.Error("there are will flags without a will.");
            return null;
        }

        if (qualityOfService > MqttQualityOfService.ExactlyOnce) throw reader.Error("quality of service 3 of the will does not exist.");
        var topic = reader.ReadString("will topic");
        return new MqttWill(topic, reader.ReadBytes("will message"), qualityOfService, retain);
    }

    // Hubs use text as passwords; bytes that are no text are no token of ours, and are refused as such later.
    private static string ReadPassword(ref MqttBodyReader reader) => Encoding.UTF8.GetString(reader.ReadBytes("password"));

    private static bool Is(ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> expected) =>
        bytes.Length == expected.Length && new SequenceReader<byte>(bytes).IsNext(expected);
}
