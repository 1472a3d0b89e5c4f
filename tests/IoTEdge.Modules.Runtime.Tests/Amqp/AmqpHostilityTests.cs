using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Runtime.Tests.Fuzzing;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

/// <summary>What no client does: it ends its own connection and harms nobody else.</summary>
public sealed class AmqpHostilityTests
{
    [Fact]
    public async Task Bytes_AtRandom_EndTheirOwnConnectionOnly()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var good = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await good.EventsAsync("sensor");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async seed =>
        {
            await using var raw = await RawConnection.OpenAsync(fixture);
            await raw.WriteAsync("AMQP\0\x1\0\0");
            await raw.WriteAsync(Garbage(seed));
            await raw.ReadToEndAsync();
        }));

        await events.SendAsync(AmqpTestClient.Text("x"), AmqpTestClient.Patience);
        fixture.Logs.GetSnapshot().Should().NotContain(record => record.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Messages_WithoutCredit_EndTheConnection()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var raw = await RawConnection.OpenAsync(fixture);
        await raw.WriteAsync("AMQP\0\x1\0\0");
        await raw.WriteAsync(Frame(new Open { ContainerId = "x", HostName = "x" }));
        await raw.WriteAsync(Frame(new Begin { NextOutgoingId = 0, IncomingWindow = 100, OutgoingWindow = 100_000 }));
        await raw.WriteAsync(Frame(new Attach { LinkName = "x", Handle = 0, Role = false, InitialDeliveryCount = 0, Source = new Source(), Target = new Target { Address = "/devices/edge/modules/unknown/messages/events" } }));

        var reading = raw.ReadToEndAsync();
        for (var i = 0u; i < 3000; i++)
            await raw.WriteAsync(Frame(new Transfer { Handle = 0, DeliveryId = i, DeliveryTag = [1], Settled = false }, [0, 0x53, 0x77, 0xA1, 1, 65]));

        System.Text.Encoding.Latin1.GetString(await reading).Should().Contain("amqp:link:transfer-limit-exceeded");
    }

    [Fact]
    public async Task Message_NestedTooDeeply_IsRejectedAndItsLinkLivesOn()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");
        object value = "x";
        for (var i = 0; i < 200; i++)
            value = new List { value };
        var message = AmqpTestClient.Text("x");
        message.MessageAnnotations = new MessageAnnotations { [new Symbol("deep")] = value };

        var send = () => events.SendAsync(message, AmqpTestClient.Patience);

        (await send.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"com.microsoft:argument-error");
        await events.SendAsync(AmqpTestClient.Text("good"), AmqpTestClient.Patience);
    }

    [Fact]
    public async Task Client_ThatIsSilent_IsGivenUp()
    {
        var time = new ShiftedTime();
        await using var fixture = await HubFixture.StartAsync(time: time);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        await client.EventsAsync("sensor");

        time.Shift(TimeSpan.FromSeconds(241));

        await AmqpTestClient.ClosedAsync(client.Connection);
        fixture.Warnings.Should().Contain(warning => warning.Contains("nothing came from it for 240 s"));
    }

    [Fact]
    public async Task Client_WithoutALink_IsGivenUp()
    {
        var time = new ShiftedTime();
        await using var fixture = await HubFixture.StartAsync(time: time);
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");

        time.Shift(TimeSpan.FromSeconds(61));

        await AmqpTestClient.ClosedAsync(client.Connection);
        fixture.Warnings.Should().Contain(warning => warning.Contains("no link for 60 s"));
    }

    private static byte[] Garbage(int seed)
    {
        var garbage = new byte[1000];
        new Random(seed).NextBytes(garbage);
        // A frame that begins well gets further than one that does not.
        if (seed % 2 == 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(garbage, 900);
            new byte[] { 2, 0, 0, 0, 0, 0x53, (byte)(0x10 + (seed % 9)) }.CopyTo(garbage, 4);
        }

        return garbage;
    }

    private static byte[] Frame(DescribedList command, byte[]? payload = null)
    {
        var buffer = new ByteBuffer(128, true);
        command.Encode(buffer);
        var frame = new byte[8 + buffer.Length + (payload?.Length ?? 0)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = 2;
        buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).CopyTo(frame.AsSpan(8));
        payload?.CopyTo(frame, 8 + buffer.Length);
        return frame;
    }
}
