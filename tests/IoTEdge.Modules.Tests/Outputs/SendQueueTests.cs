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
        using var sut = new SendQueue(capacity: 1, TimeProvider.System);
        sut.Attach(new Connection(Task.FromException(new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test"))));

        // A queue that asks the dead connection again and again never comes back from the call.
        var sending = await Task.Run(() => Task.FromResult(sut.SendAsync([], default, Cancellation)), Cancellation).Soon("the call to return");

        sending.IsCompleted.Should().BeFalse();
        sut.Attach(new Connection(Task.CompletedTask));
        await sending.Soon("the message to leave on the next connection");
    }

    private sealed class Connection(Task transmission) : IModuleConnection
    {
        public Task<EdgeModuleException?> Closed => throw new NotSupportedException();

        public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body) => transmission;

        public Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
