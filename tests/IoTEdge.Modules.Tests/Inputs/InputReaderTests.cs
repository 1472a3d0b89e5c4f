namespace IoTEdge.Modules.Tests.Inputs;

public sealed class InputReaderTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();
    private readonly EdgeModuleClient _client;
    private FakeConnection _connection = null!;

    public InputReaderTests() => _client = TestClient.Create(_hub);

    public async ValueTask InitializeAsync()
    {
        await _client.OpenAsync(Cancellation);
        _connection = await _hub.NextConnectionAsync();
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Read_Messages_ComeInOrderAndAreAcknowledgedByTheirOutcome()
    {
        await using var reading = Read();
        var next = reading.MoveNextAsync().AsTask();
        var first = Send("1");
        var second = Send("2");
        (await next.Soon("the first message")).Should().BeTrue();
        reading.Current.Message.MessageId.Should().Be("1");
        first.IsCompleted.Should().BeFalse();
        await reading.Current.CompleteAsync(Cancellation).Soon("the outcome");
        (await first).Should().BeTrue();

        await reading.MoveNextAsync().AsTask().Soon("the second message");
        reading.Current.Message.MessageId.Should().Be("2");
        await reading.Current.DeadLetterAsync("no such line", Cancellation).Soon("the dead letter");
        (await second.Soon("the second outcome")).Should().BeTrue();
        (await _connection.NextSentAsync()).Properties["deadletter-reason"].Should().Be("no such line");
    }

    [Fact]
    public async Task Read_WithoutAnOutcome_WaitsAtTheLimit()
    {
        await using var reading = Read(new InputPolicy { Concurrency = 2 });
        var first = reading.MoveNextAsync().AsTask();
        for (var i = 1; i <= 3; i++) _ = Send($"{i}");
        await first.Soon("the first");
        var one = reading.Current;
        await reading.MoveNextAsync().AsTask().Soon("the second");
        var third = reading.MoveNextAsync().AsTask();
        third.IsCompleted.Should().BeFalse("two have no outcome");
        await one.CompleteAsync(Cancellation).Soon("the outcome");
        (await third.Soon("the third")).Should().BeTrue();
    }

    [Fact]
    public async Task Read_RetryAsked_ComesAgain()
    {
        await using var reading = Read();
        var next = reading.MoveNextAsync().AsTask();
        var outcome = Send("1");
        await next.Soon("the message");
        await reading.Current.RetryAsync(TimeSpan.Zero, Cancellation);
        await reading.MoveNextAsync().AsTask().Soon("the message again");
        reading.Current.Message.Attempt.Should().Be(2);
        await reading.Current.CompleteAsync(Cancellation).Soon("the outcome");
        (await outcome).Should().BeTrue();
        await reading.Current.Awaiting(message => message.CompleteAsync(Cancellation)).Should().ThrowAsync<InvalidOperationException>("it has an outcome");
    }

    [Fact]
    public async Task Enumeration_EndsWithoutAnOutcome_GivesTheMessageToTheNext()
    {
        ReceivedMessage dropped;
        Task<bool> outcome;
        await using (var reading = Read())
        {
            var next = reading.MoveNextAsync().AsTask();
            outcome = Send("1");
            await next.Soon("the message");
            dropped = reading.Current;
        }

        outcome.IsCompleted.Should().BeFalse();
        await dropped.Awaiting(message => message.CompleteAsync(Cancellation)).Should().ThrowAsync<InvalidOperationException>("its enumeration has ended");
        await using var later = Read();
        await later.MoveNextAsync().AsTask().Soon("the message again");
        later.Current.Message.MessageId.Should().Be("1");
        await later.Current.CompleteAsync(Cancellation).Soon("the outcome");
        (await outcome).Should().BeTrue();
    }

    [Fact]
    public async Task Close_WhileSomebodyReads_EndsTheEnumerationAndGivesBackWhatNobodyHas()
    {
        await using var reading = Read();
        var next = reading.MoveNextAsync().AsTask();
        var first = Send("1");
        await next.Soon("the message");
        var waiting = Send("2");
        var closing = _client.CloseAsync(Cancellation);
        closing.IsCompleted.Should().BeFalse("a message has no outcome");
        await reading.Current.CompleteAsync(Cancellation).Soon("the outcome");
        await closing.Soon("closing");
        (await first).Should().BeTrue();
        (await waiting).Should().BeFalse();
        (await reading.MoveNextAsync().AsTask().Soon("the end")).Should().BeFalse();
    }

    [Fact]
    public async Task Close_WithMessagesThatNobodyReads_DoesNotWaitForThem()
    {
        await using (var reading = Read())
        {
            var next = reading.MoveNextAsync().AsTask();
            _ = Send("1");
            await next.Soon("the message");
        }

        await _client.CloseAsync(Cancellation).Soon("closing");
    }

    [Fact]
    public async Task Token_Cancelled_EndsTheEnumeration()
    {
        using var cancelling = new CancellationTokenSource();
        await using var reading = _client.ReadInputAsync("in", cancellationToken: cancelling.Token).GetAsyncEnumerator(Cancellation);
        var next = reading.MoveNextAsync().AsTask();
        await cancelling.CancelAsync();
        await next.Awaiting(task => task.Soon("the end")).Should().ThrowAsync<OperationCanceledException>();
    }

    private IAsyncEnumerator<ReceivedMessage> Read(InputPolicy? policy = null) => _client.ReadInputAsync("in", policy, Cancellation).GetAsyncEnumerator(Cancellation);

    private Task<bool> Send(string id) => _connection.Handler.OnInputAsync(InputStage.Message(id));
}
