using System.Threading.Channels;
using IoTEdge.Modules.Connection;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class ConnectionStateTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task States_OfAClientThatLosesItsHub_TellEachChangeWithReasonAndTime()
    {
        var hub = new FakeHub();
        var client = EdgeModuleClient.CreateFromConnectionString(
            TestClient.ConnectionString, TestClient.Options(hub, _time) with { MinReconnectDelay = TimeSpan.FromMinutes(1), MaxReconnectDelay = TimeSpan.FromHours(1) });
        var states = Watch(client);
        (await states.NextAsync("the present state")).Should().Be(new ConnectionState(ConnectionStatus.Closed, _time.GetUtcNow()));
        await client.OpenAsync(Cancellation).Soon("opening");
        (await states.UntilAsync(ConnectionStatus.Connected)).Reason.Should().BeNull();

        var connection = await hub.NextConnectionAsync();
        _time.Advance(TimeSpan.FromSeconds(7));
        hub.RefuseNext(EdgeModuleErrorReason.Timeout);
        connection.Lose();
        var lost = await states.UntilAsync(ConnectionStatus.Reconnecting);
        lost.Since.Should().Be(_time.GetUtcNow());
        while (lost.Reason != EdgeModuleErrorReason.Timeout) lost = await states.NextAsync("the reason of the attempt that failed");
        lost.Should().Be(new ConnectionState(ConnectionStatus.Reconnecting, _time.GetUtcNow(), EdgeModuleErrorReason.Timeout, "refused by the test"));
        (await states.UntilAsync(ConnectionStatus.Connected).WhileTimePasses(_time, TimeSpan.FromSeconds(10), "the next connection")).Detail.Should().BeNull();

        await client.DisposeAsync();
        (await states.UntilAsync(ConnectionStatus.Closed)).Should().Be(client.State);
        await states.Completion.Soon("the end of the states");
    }

    [Fact]
    public async Task States_OpenRefused_AreClosedWithTheReasonAndGoOn()
    {
        var hub = new FakeHub();
        hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        await using var client = TestClient.Create(hub);
        await client.Invoking(c => c.OpenAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>();
        client.State.Should().BeEquivalentTo(new { Status = ConnectionStatus.Closed, Reason = EdgeModuleErrorReason.Unauthorized });
        var states = Watch(client);
        (await states.NextAsync("the present state")).Reason.Should().Be(EdgeModuleErrorReason.Unauthorized);
        await client.OpenAsync(Cancellation).Soon("opening");
        await states.UntilAsync(ConnectionStatus.Connected);
    }

    [Fact]
    public async Task States_SlowReader_GetsTheNewest()
    {
        var machine = new ConnectionStateMachine(_time);
        await using var states = machine.WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        (await states.MoveNextAsync()).Should().BeTrue();
        machine.Become(ConnectionStatus.Connecting);
        machine.Become(ConnectionStatus.Connected);
        for (var i = 0; i < 1000; i++)
        {
            machine.Become(ConnectionStatus.Reconnecting);
            machine.Become(ConnectionStatus.Connected);
        }

        (await states.MoveNextAsync()).Should().BeTrue();
        states.Current.Status.Should().Be(ConnectionStatus.Connected);
        var next = states.MoveNextAsync();
        next.IsCompleted.Should().BeFalse("what lay between is gone");
        machine.End();
        (await next).Should().BeTrue();
        (await states.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task States_Cancelled_EndTheWait()
    {
        var machine = new ConnectionStateMachine(_time);
        using var cancellation = new CancellationTokenSource();
        await using var states = machine.WatchAsync(cancellation.Token).GetAsyncEnumerator(Cancellation);
        await states.MoveNextAsync();
        var next = states.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await next.Awaiting(task => task.Soon("the end")).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Machine_TransitionThatThereIsNot_IsRefused()
    {
        var machine = new ConnectionStateMachine(_time);
        machine.Invoking(m => m.Become(ConnectionStatus.Connected)).Should().Throw<InvalidOperationException>().WithMessage("*Closed*Connected*");
        machine.End();
        machine.Become(ConnectionStatus.Connecting);
        machine.Current.Status.Should().Be(ConnectionStatus.Closed, "nothing comes after the end");
    }

    private static StateLog Watch(EdgeModuleClient client) => new(client.States(Cancellation));

    /// <summary>What a watcher has heard.</summary>
    private sealed class StateLog
    {
        private readonly Channel<ConnectionState> _heard = Channel.CreateUnbounded<ConnectionState>();

        public StateLog(IAsyncEnumerable<ConnectionState> states) => Completion = ListenAsync(states);

        public Task Completion { get; }

        public Task<ConnectionState> NextAsync(string what) => _heard.Reader.ReadAsync(Cancellation).AsTask().Soon(what);

        public async Task<ConnectionState> UntilAsync(ConnectionStatus status)
        {
            while (true)
            {
                var state = await NextAsync($"a state {status}");
                if (state.Status == status) return state;
            }
        }

        private async Task ListenAsync(IAsyncEnumerable<ConnectionState> states)
        {
            await foreach (var state in states) _heard.Writer.TryWrite(state);
        }
    }
}
