using System.Collections.Concurrent;
using IoTEdge.Modules.Inputs;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

public sealed class InputBatchTests : IAsyncDisposable
{
    private static readonly InputPolicy Policy = new() { BatchSize = 3, BatchWait = TimeSpan.FromSeconds(5) };
    private readonly InputStage _stage = new(new FakeTimeProvider());
    private readonly ConcurrentQueue<string> _batches = new();

    [Fact]
    public async Task Batch_EnoughMessages_DoesNotWait()
    {
        _stage.SetBatch(Record, Policy);
        (await Task.WhenAll(_stage.Send("1"), _stage.Send("2"), _stage.Send("3")).Soon("the batch")).Should().AllBeEquivalentTo(true);
        _batches.Should().Equal("1 2 3");
    }

    [Fact]
    public async Task Batch_FewMessages_WaitsItsTimeAndTakesWhatIsThere()
    {
        _stage.SetBatch(Record, Policy);
        var outcomes = new[] { _stage.Send("1"), _stage.Send("2") };
        _batches.Should().BeEmpty();
        await _stage.Advance(Task.WhenAll(outcomes), TimeSpan.FromSeconds(1));
        _batches.Should().Equal("1 2");
    }

    [Fact]
    public async Task Batch_Throws_RunsAgainAsItWas()
    {
        var runs = 0;
        _stage.SetBatch((messages, token) => ++runs == 1 ? throw new InvalidOperationException("by the test") : Record(messages, token), Policy);
        await _stage.Advance(Task.WhenAll(_stage.Send("1"), _stage.Send("2"), _stage.Send("3"), _stage.Send("4")), TimeSpan.FromSeconds(1));
        _batches.Should().Equal("1 2 3", "4");
    }

    [Fact]
    public async Task Batch_ThrowsForTheLastTime_GivesEachMessageALastRunAlone()
    {
        _stage.SetBatch((messages, token) => messages.Any(message => message.MessageId == "2") ? throw new InvalidOperationException("by the test") : Record(messages, token),
            Policy with { MaxAttempts = 2 });
        var outcomes = await _stage.Advance(Task.WhenAll(_stage.Send("1"), _stage.Send("2"), _stage.Send("3")), TimeSpan.FromSeconds(1));
        outcomes.Should().AllBeEquivalentTo(true);
        _batches.Should().Equal("1", "3");
        _stage.DeadLetters.Should().Equal("2 3 The handler threw InvalidOperationException.");
    }

    [Fact]
    public async Task Batch_WithAMessageThatCannotBeRead_GoesOnWithoutIt()
    {
        _stage.Inputs.Set("in", new InputBinding(Record, Policy) { Read = message => message.MessageId == "2" ? "It is nonsense." : null });
        (await Task.WhenAll(_stage.Send("1"), _stage.Send("2"), _stage.Send("3")).Soon("the batch")).Should().AllBeEquivalentTo(true);
        _batches.Should().Equal("1 3");
        _stage.DeadLetters.Should().Equal("2 0 It is nonsense.");
    }

    [Fact]
    public async Task Batch_OutcomeDeadLetter_IsThatOfEachMessage()
    {
        _stage.SetBatch((_, _) => Task.FromResult(InputResult.DeadLetter("no such line")), Policy);
        await Task.WhenAll(_stage.Send("1"), _stage.Send("2"), _stage.Send("3")).Soon("the batch");
        _stage.DeadLetters.Should().Equal("1 1 no such line", "2 1 no such line", "3 1 no such line");
    }

    [Fact]
    public async Task Batches_SideBySide_AreAsManyAsTheConcurrency()
    {
        var release = new TaskCompletionSource();
        var twoRun = new TaskCompletionSource();
        var running = 0;
        _stage.SetBatch(async (messages, token) =>
        {
            if (Interlocked.Increment(ref running) == 2) twoRun.SetResult();
            await release.Task;
            return await Record(messages, token);
        }, Policy with { Concurrency = 2 });
        var outcomes = Enumerable.Range(1, 9).Select(i => _stage.Send($"{i}")).ToArray();
        await twoRun.Task.Soon("two batches side by side");
        Volatile.Read(ref running).Should().Be(2);
        release.SetResult();
        await Task.WhenAll(outcomes).Soon("every batch");
        _batches.Should().BeEquivalentTo("1 2 3", "4 5 6", "7 8 9");
    }

    [Fact]
    public async Task Stop_WithABatchThatWaits_GivesItBack()
    {
        _stage.SetBatch(Record, Policy);
        var outcome = _stage.Send("1");
        await _stage.Inputs.StopAsync(TestContext.Current.CancellationToken).Soon("stopping");
        (await outcome.Soon("the outcome")).Should().BeFalse();
        _batches.Should().BeEmpty();
    }

    [Fact]
    public async Task Message_OfABatchedInputWithStorage_IsAcknowledgedAtOnceAndSurvives()
    {
        using var folder = new TestFolder();
        await using (var first = new InputStage(_stage.Time, folder.Path))
        {
            first.SetBatch(Record, Policy);
            (await first.Send("1").Soon("the acknowledgement")).Should().BeTrue();
            (await first.Send("2").Soon("the acknowledgement")).Should().BeTrue();
        }

        await using var second = new InputStage(_stage.Time, folder.Path);
        second.SetBatch(Record, Policy);
        (await second.Send("3").Soon("the acknowledgement")).Should().BeTrue();
        await second.Advance(Until(() => !_batches.IsEmpty), TimeSpan.FromMilliseconds(100));
        _batches.Should().Equal("1 2 3");
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private static async Task<bool> Until(Func<bool> condition)
    {
        while (!condition()) await Task.Yield();
        return true;
    }

    private Task<InputResult> Record(IReadOnlyList<EdgeMessage> messages, CancellationToken cancellationToken)
    {
        _batches.Enqueue(string.Join(' ', messages.Select(message => message.MessageId)));
        return Task.FromResult(InputResult.Complete);
    }
}
