using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CsCheck;
using IoTEdge.Modules.Runtime.Amqp;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class FrameInspectorTests
{
    [Fact]
    public void Inspect_DeliveryInManyFrames_PassesAllOfItUpToTheLimitAndNothingBehind()
    {
        var inspector = new FrameInspector();
        var passed = 0;

        for (var i = 0; i < 40; i++)
        {
            var frame = Transfer(3, more: i < 39, new byte[60_000]);
            var head = frame.Length - 60_000;
            var length = inspector.Inspect(frame);
            BinaryPrimitives.ReadInt32BigEndian(frame).Should().Be(length);
            passed += length - head;
        }

        passed.Should().Be(18 * 60_000, "the limit of 1,048,576 bytes is passed by the frame that crosses it");
    }

    [Fact]
    public void Inspect_DeliveriesOfSeveralLinks_AreCountedForThemselves()
    {
        var inspector = new FrameInspector();

        for (var i = 0; i < 17; i++)
        {
            for (var handle = 0u; handle < 5; handle++)
            {
                var frame = Transfer(handle, more: true, new byte[60_000]);
                inspector.Inspect(frame).Should().Be(frame.Length);
            }
        }
    }

    [Fact]
    public void Inspect_AfterADeliveryThatEnded_BeginsAnew()
    {
        var inspector = new FrameInspector();
        for (var i = 0; i < 100; i++)
        {
            var frame = Transfer(1, more: false, new byte[60_000]);
            inspector.Inspect(frame).Should().Be(frame.Length);
        }
    }

    [Fact]
    public void Inspect_TooManyOpenDeliveries_AreRefused()
    {
        var inspector = new FrameInspector();
        for (var handle = 0u; handle < 64; handle++)
            inspector.Inspect(Transfer(handle, more: true, [1]));

        var inspect = () => inspector.Inspect(Transfer(64, more: true, [1]));

        inspect.Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Inspect_Flow_TellsTheCredit() => Gen.Select(Gen.UInt, Gen.UInt, Gen.Bool).Sample((count, credit, isDrain) =>
    {
        var inspector = new FrameInspector();
        inspector.Inspect(Frame(new Flow { NextIncomingId = 1, IncomingWindow = 2, NextOutgoingId = 3, OutgoingWindow = 4, Handle = 5, DeliveryCount = count, LinkCredit = credit, Drain = isDrain }, []));
        inspector.Credit.Should().Be(new CreditFrame(count, credit));
    });

    [Fact]
    public void Inspect_AnyBytes_PassOrAreRefusedAsData() => Gen.Byte.Array[8, 200].Sample(frame =>
    {
        frame[4] = 2;
        frame[8 % frame.Length] = 0;
        try
        {
            new FrameInspector().Inspect(frame).Should().BeInRange(8, frame.Length);
        }
        catch (InvalidDataException)
        {
            // Refused.
        }
    }, iter: 20_000);

    [Fact]
    public void Inspect_AnyTransferWithBytesChanged_PassesOrIsRefusedAsData() => Gen.Select(Gen.UInt, Gen.Bool, Gen.Int[0, 30], Gen.Byte).Sample((handle, more, position, value) =>
    {
        var frame = Transfer(handle, more, new byte[20]);
        frame[8 + Math.Min(position, frame.Length - 9)] = value;
        try
        {
            new FrameInspector().Inspect(frame).Should().BeInRange(8, frame.Length);
        }
        catch (InvalidDataException)
        {
            // Refused.
        }
    }, iter: 20_000);

    private static byte[] Transfer(uint handle, bool more, byte[] payload) =>
        Frame(new Transfer { Handle = handle, DeliveryId = 7, DeliveryTag = [1, 2], MessageFormat = 0, Settled = false, More = more }, payload);

    private static byte[] Frame(DescribedList command, byte[] payload)
    {
        var buffer = new ByteBuffer(128, true);
        command.Encode(buffer);
        var frame = new byte[8 + buffer.Length + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = 2;
        buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).CopyTo(frame.AsSpan(8));
        payload.CopyTo(frame, 8 + buffer.Length);
        return frame;
    }
}
