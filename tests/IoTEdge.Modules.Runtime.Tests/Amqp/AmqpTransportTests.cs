using System.IO.Pipelines;
using Amqp;
using IoTEdge.Modules.Runtime.Amqp;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Pipe _toHub = new();
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    private readonly ShiftedTime _time = new();
    private readonly AmqpTransport _transport;

    public AmqpTransportTests() => _transport = new AmqpTransport(new Duplex(_toHub.Reader, _toClient.Writer), _time, TestContext.Current.CancellationToken);

    [Fact]
    public async Task ReceiveAsync_WhileTheClientDoesNotRead_Waits()
    {
        await _toHub.Writer.WriteAsync("AMQP\0\x1\0\0"u8.ToArray(), TestContext.Current.CancellationToken);
        var sending = SendAsync(2000);

        var receiving = _transport.ReceiveAsync(new byte[8], 0, 8);
        sending.IsCompleted.Should().BeFalse();
        receiving.IsCompleted.Should().BeFalse();
        _time.Shift(TimeSpan.FromSeconds(61));
        _transport.Blocked.Should().BeGreaterThan(AmqpLimits.MaxBlocked);

        await ReadAsync();
        await sending.WaitAsync(Patience, TestContext.Current.CancellationToken);
        (await receiving.WaitAsync(Patience, TestContext.Current.CancellationToken)).Should().Be(8);
        _transport.Blocked.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task IsFull_MoreThanAMegabyteAhead_UntilTheClientReads()
    {
        var isDrained = false;
        _transport.Drained = () => isDrained = true;
        var sending = SendAsync(2000);
        for (var i = 0; i < 5; i++)
            _transport.Reserve(250_000);
        _transport.IsFull.Should().BeTrue();

        await ReadAsync();
        await sending;
        _transport.IsFull.Should().BeTrue("only what was written has left");
        var rest = SendAsync(250_000);
        await ReadAsync();
        await rest.WaitAsync(Patience, TestContext.Current.CancellationToken);

        (_transport.IsFull, isDrained).Should().Be((false, true));
    }

    [Fact]
    public async Task ReceiveAsync_FrameThatIsTooLarge_IsTheClientsFault()
    {
        await _toHub.Writer.WriteAsync("AMQP\0\x1\0\0\x0\x1\0\x1"u8.ToArray(), TestContext.Current.CancellationToken);
        await _transport.ReceiveAsync(new byte[8], 0, 8);

        var receive = () => _transport.ReceiveAsync(new byte[4], 0, 4);

        await receive.Should().ThrowAsync<InvalidDataException>();
        _transport.Fault.Should().Contain("65537");
    }

    [Fact]
    public async Task ReceiveAsync_ClientThatIsGone_GivesNothing()
    {
        await _toHub.Writer.CompleteAsync();

        (await _transport.ReceiveAsync(new byte[8], 0, 8)).Should().Be(0);
    }

    private Task SendAsync(int size) => _transport.SendAsync([new ByteBuffer(new byte[size], 0, size, size)], size);

    private async Task ReadAsync()
    {
        var result = await _toClient.Reader.ReadAsync(TestContext.Current.CancellationToken);
        _toClient.Reader.AdvanceTo(result.Buffer.End);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
