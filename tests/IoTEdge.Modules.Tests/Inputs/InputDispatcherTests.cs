using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Tests.Connection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

public sealed class InputDispatcherTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _deadLetters = new();

    [Fact]
    public async Task Message_HandlerThrows_RunsAgainLaterAndIsAcknowledgedOnce()
    {
        var attempts = 0;
        var dispatcher = Create((_, _) =>
        {
            if (++attempts == 3) return Task.FromResult(InputResult.Complete);
            throw new InvalidOperationException("by the test");
        });
        var outcome = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "1"));
        await AdvanceUntil(outcome, TimeSpan.FromSeconds(1));
        (await outcome).Should().BeTrue();
        attempts.Should().Be(3);
    }

    [Fact]
    public async Task Message_HandlerThrowsTooOften_BecomesADeadLetterAndTheNextOneIsHandled()
    {
        var dispatcher = Create((message, _) => message.MessageId == "poison"
            ? throw new InvalidOperationException("by the test")
            : Task.FromResult(InputResult.Complete), new InputPolicy { MaxAttempts = 3, DeadLetterOutput = "poison-out" });
        var poison = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "poison"));
        var next = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "good"));
        await AdvanceUntil(next, TimeSpan.FromSeconds(1));
        (await poison).Should().BeTrue("the hub forgets it once its dead letter has left");
        _deadLetters.Should().Equal("poison-out poison 3 The handler threw InvalidOperationException.");
    }

    [Fact]
    public async Task Message_DeadLetterAsked_LeavesAtOnce()
    {
        var dispatcher = Create((_, _) => Task.FromResult(InputResult.DeadLetter("no such machine")));
        (await dispatcher.Dispatch(ConnectionLoopTests.Received("in", "1")).Soon("the outcome")).Should().BeTrue();
        _deadLetters.Should().Equal("deadletter 1 1 no such machine");
    }

    [Fact]
    public async Task Message_RetryAsked_KeepsTheOrderOfTheInput()
    {
        var seen = new List<string?>();
        var dispatcher = Create((message, _) =>
        {
            seen.Add(message.MessageId);
            return Task.FromResult(seen.Count == 1 ? InputResult.Retry(TimeSpan.FromSeconds(5)) : InputResult.Complete);
        });
        var first = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "1"));
        var second = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "2"));
        await AdvanceUntil(second, TimeSpan.FromSeconds(5));
        (await first).Should().BeTrue();
        seen.Should().Equal("1", "1", "2");
    }

    [Fact]
    public async Task Message_SentAgainWhileItRuns_JoinsTheRun()
    {
        var runs = 0;
        var release = new TaskCompletionSource();
        var dispatcher = Create(async (_, _) =>
        {
            runs++;
            await release.Task;
            return InputResult.Complete;
        });
        var first = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "same"));
        var again = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "same"));
        release.SetResult();
        (await Task.WhenAll(first, again).Soon("both outcomes")).Should().Equal(true, true);
        runs.Should().Be(1);
    }

    [Fact]
    public async Task Message_ForAnInputWithoutHandler_IsAcknowledged() =>
        (await Create((_, _) => Task.FromResult(InputResult.Complete)).Dispatch(ConnectionLoopTests.Received("other", "1")).Soon("the outcome")).Should().BeTrue();

    [Fact]
    public async Task Stop_MessagesThatWait_AreGivenBackUnacknowledged()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var dispatcher = Create(async (_, _) =>
        {
            started.TrySetResult();
            await release.Task;
            return InputResult.Complete;
        });
        var first = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "1"));
        var waiting = dispatcher.Dispatch(ConnectionLoopTests.Received("in", "2"));
        await started.Task.Soon("the handler");
        var stopping = dispatcher.StopAsync(TestContext.Current.CancellationToken);
        release.SetResult();
        await stopping.Soon("stopping");
        (await first.Soon("the first outcome")).Should().BeTrue();
        (await waiting.Soon("the second outcome")).Should().BeFalse();
        (await dispatcher.Dispatch(ConnectionLoopTests.Received("in", "3"))).Should().BeFalse();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(50 * 24 * 3600)]
    public void Retry_DelayThatNoTimerTakes_IsRefusedWhereItIsAskedFor(long seconds) =>
        FluentActions.Invoking(() => InputResult.Retry(TimeSpan.FromSeconds(seconds))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void RetryDelay_ManyAttempts_GrowsToTenSecondsWithJitter()
    {
        var random = new Random(7);
        InputRetry.Delay(1, random).TotalSeconds.Should().BeInRange(0.08, 0.12);
        InputRetry.Delay(4, random).TotalSeconds.Should().BeInRange(0.64, 0.96);
        InputRetry.Delay(500, random).TotalSeconds.Should().BeInRange(8, 12);
    }

    private InputDispatcher Create(InputHandler handler, InputPolicy? policy = null)
    {
        var dispatcher = new InputDispatcher(new InputTools(16, (output, message, reason, _) =>
        {
            _deadLetters.Enqueue($"{output} {message.MessageId} {message.Attempt} {reason}");
            return Task.CompletedTask;
        }, new InputJournal(_time), _time, new Random(1), NullLogger.Instance));
        dispatcher.BeginAfter(Task.CompletedTask);
        dispatcher.Set("in", new InputBinding(handler, policy ?? InputPolicy.Default));
        return dispatcher;
    }

    private async Task AdvanceUntil(Task task, TimeSpan step)
    {
        await _time.AdvanceUntil(task, step);
    }
}
