using System.Text.Json.Nodes;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Tests.Outputs;

public sealed class SendQueueTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_ConnectionThatHasEndedButIsNotYetDetached_WaitsForTheNextWithoutSpinning()
    {
        var sut = new SendQueue(capacity: 1, TimeProvider.System);
        sut.Attach(new Connection(Task.FromException(new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test"))));

        // A queue that asks the dead connection again and again never comes back from the call.
        var sending = await Task.Run(() => Task.FromResult(sut.SendAsync([], default, Cancellation)), Cancellation).Soon("the call to return");

        sending.IsCompleted.Should().BeFalse();
        sut.Attach(new Connection(Task.CompletedTask));
        await sending.Soon("the message to leave on the next connection");
    }

    [Fact]
    public async Task SendAsync_MoreAtOnceThanMayBeOnTheirWay_LeaveInTheOrderOfTheCalls()
    {
        var sut = new SendQueue(capacity: 4, TimeProvider.System);
        var left = new System.Collections.Concurrent.ConcurrentQueue<int>();
        sut.Attach(new Connection(async body =>
        {
            left.Enqueue(BitConverter.ToInt32(body.Span));
            await Task.Yield();
        }));

        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => sut.SendAsync([], BitConverter.GetBytes(i), Cancellation))).Soon("every message");

        left.Should().BeInAscendingOrder().And.HaveCount(20_000);
        sut.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task SendAsync_CancelledInLine_LetsTheOthersPass()
    {
        var sut = new SendQueue(capacity: 1, TimeProvider.System);
        using var cancelling = new CancellationTokenSource();
        var acknowledgement = new TaskCompletionSource();
        sut.Attach(new Connection(_ => acknowledgement.Task));
        var first = sut.SendAsync([], default, Cancellation);
        var second = sut.SendAsync([], default, cancelling.Token);
        var third = sut.SendAsync([], default, Cancellation);
        await cancelling.CancelAsync();
        await second.Awaiting(task => task.Soon("the cancelled send")).Should().ThrowAsync<OperationCanceledException>();
        acknowledgement.SetResult();
        await Task.WhenAll(first, third).Soon("the others");
    }

    [Fact]
    public async Task Close_WithMessagesInLine_FailsThem()
    {
        var sut = new SendQueue(capacity: 1, TimeProvider.System);
        var sends = new[] { sut.SendAsync([], default, Cancellation), sut.SendAsync([], default, Cancellation) };
        sut.Close(new EdgeModuleException(EdgeModuleErrorReason.Closed, "closed by the test"));
        foreach (var send in sends) await send.Awaiting(task => task.Soon("the send to fail")).Should().ThrowAsync<EdgeModuleException>();
    }

    private sealed class Connection(Func<ReadOnlyMemory<byte>, Task> transmit) : IModuleConnection
    {
        public Connection(Task transmission)
            : this(_ => transmission)
        {
        }

        public Task<EdgeModuleException?> Closed => throw new NotSupportedException();

        public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body) => transmit(body);

        public Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
