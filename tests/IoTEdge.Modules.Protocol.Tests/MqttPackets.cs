using System.Buffers;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Protocol.Tests;

/// <summary>Reads every packet of a buffer, whatever its type, as a receiver would.</summary>
internal static class MqttPackets
{
    public const int MaxPacketSize = 1 << 20;

    public static List<object> ReadAll(byte[] bytes, int pieceLength)
    {
        var packets = new List<object>();
        var buffer = Pieces(bytes, Math.Max(1, pieceLength));
        while (MqttFrame.TryRead(ref buffer, MaxPacketSize, out var frame)) packets.Add(Read(frame));
        return packets;
    }

    public static object Read(in MqttFrame frame) => frame.Type switch
    {
        MqttPacketType.Connect => MqttConnect.Read(frame),
        MqttPacketType.ConnAck => MqttConnAck.Read(frame),
        MqttPacketType.Publish => MqttPublish.Read(frame),
        MqttPacketType.PubAck => MqttPubAck.Read(frame),
        MqttPacketType.Subscribe => MqttSubscribe.Read(frame),
        MqttPacketType.SubAck => MqttSubAck.Read(frame),
        MqttPacketType.Unsubscribe => MqttUnsubscribe.Read(frame),
        MqttPacketType.UnsubAck => MqttUnsubAck.Read(frame),
        _ => frame.Type,
    };

    public static ReadOnlySequence<byte> Pieces(byte[] bytes, int length)
    {
        if (bytes.Length <= length) return new ReadOnlySequence<byte>(bytes);
        var first = new Piece(bytes.AsMemory(0, length), 0);
        var last = first;
        for (var start = length; start < bytes.Length; start += length)
            last = last.Append(bytes.AsMemory(start, Math.Min(length, bytes.Length - start)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
