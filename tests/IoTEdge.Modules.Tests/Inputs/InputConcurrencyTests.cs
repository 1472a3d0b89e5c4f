using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

public sealed class InputConcurrencyTests : IAsyncDisposable
{
    private readonly InputStage _stage = new(new FakeTimeProvider());

    [Fact]
    public async Task Messages_MoreThanTheConcurrency_RunSideBySideUpToIt()
    {
        var running = 0;
        var most = 0;
        var threeRun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _stage.Set(async (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 3) threeRun.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref running);
            return InputResult.Complete;
        }, new InputPolicy { Concurrency = 3 });
        var outcomes = Enumerable.Range(1, 10).Select(i => _stage.Send($"{i}")).ToArray();

        await threeRun.Task.Soon("three runs side by side");
        release.SetResult();
        (await Task.WhenAll(outcomes).Soon("every outcome")).Should().AllBeEquivalentTo(true);
        most.Should().Be(3);
    }

    [Fact]
    public async Task Messages_OfOneKey_KeepTheirOrderWhileOthersPass()
    {
        var seen = new ConcurrentQueue<string>();
        var hold = new TaskCompletionSource();
        _stage.Set(async (message, _) =>
        {
            var body = Encoding.UTF8.GetString(message.Body.Span);
            if (body == "a1") await hold.Task;
            seen.Enqueue(body);
            return InputResult.Complete;
        }, new InputPolicy { Concurrency = 2, OrderBy = message => Encoding.UTF8.GetString(message.Body.Span)[..1] });
        var held = new[] { _stage.Send("1", "a1"), _stage.Send("2", "a2") };
        var others = new[] { _stage.Send("3", "b1"), _stage.Send("4", "b2"), _stage.Send("5", "c1") };

        await Task.WhenAll(others).Soon("the messages of other keys");
        held.Should().OnlyContain(outcome => !outcome.IsCompleted);
        hold.SetResult();
        await Task.WhenAll(held).Soon("the messages of the held key");
        seen.Where(body => body[0] == 'a').Should().Equal("a1", "a2");
        seen.Where(body => body[0] == 'b').Should().Equal("b1", "b2");
    }

    [Fact]
    public async Task Message_ThatWaitsForItsNextAttempt_LetsOtherKeysPassAlsoOneAtATime()
    {
        _stage.Set((message, _) => Task.FromResult(message.MessageId == "1" && message.Attempt == 1 ? InputResult.Retry(TimeSpan.FromHours(1)) : InputResult.Complete),
            new InputPolicy { OrderBy = message => Encoding.UTF8.GetString(message.Body.Span) });
        var waiting = _stage.Send("1", "a");
        var behind = _stage.Send("2", "a");

        await _stage.Send("3", "b").Soon("the message of another key");
        behind.IsCompleted.Should().BeFalse();
        await _stage.Advance(behind, TimeSpan.FromMinutes(10));
        (await waiting).Should().BeTrue();
    }

    [Fact]
    public async Task Messages_WithoutAKey_StandInNoOrder()
    {
        var hold = new TaskCompletionSource();
        _stage.Set(async (message, _) =>
        {
            if (message.MessageId == "1") await hold.Task;
            return InputResult.Complete;
        }, new InputPolicy { Concurrency = 2, OrderBy = _ => null });
        var held = _stage.Send("1");
        await Task.WhenAll(_stage.Send("2"), _stage.Send("3")).Soon("the others");
        hold.SetResult();
        await held.Soon("the first");
    }

    [Fact]
    public async Task Key_SelectorThatThrows_HoldsNobodyUp()
    {
        _stage.Set((_, _) => Task.FromResult(InputResult.Complete), new InputPolicy { Concurrency = 2, OrderBy = _ => throw new InvalidOperationException("by the test") });
        (await Task.WhenAll(_stage.Send("1"), _stage.Send("2")).Soon("the messages")).Should().Equal(true, true);
    }

    [Fact]
    public Task Messages_OfRandomKeys_AreEachHandledOnceAndInOrder() => Gen.Select(Gen.Int[0, 3].Array[1, InputStage.Capacity], Gen.Int[1, 4]).SampleAsync(async (keys, concurrency) =>
    {
        await using var stage = new InputStage(new FakeTimeProvider());
        var seen = new ConcurrentQueue<(int Key, int Number)>();
        stage.Set(async (message, _) =>
        {
            await Task.Yield();
            var parts = Encoding.UTF8.GetString(message.Body.Span).Split(' ').Select(int.Parse).ToArray();
            seen.Enqueue((parts[0], parts[1]));
            return InputResult.Complete;
        }, new InputPolicy { Concurrency = concurrency, OrderBy = message => Encoding.UTF8.GetString(message.Body.Span).Split(' ')[0] });
        await Task.WhenAll(keys.Select((key, number) => stage.Send($"{number}", $"{key} {number}"))).Soon("every message");
        seen.Should().HaveCount(keys.Length);
        foreach (var key in seen.GroupBy(each => each.Key)) key.Select(each => each.Number).Should().BeInAscendingOrder();
    });

    [Fact]
    public async Task Connection_LostWithAFullInput_StallsNothing()
    {
        var hold = new TaskCompletionSource();
        var handled = 0;
        _stage.Set(async (_, _) =>
        {
            Interlocked.Increment(ref handled);
            await hold.Task;
            return InputResult.Complete;
        }, InputPolicy.Default);

        // Without ids, so that none can join the run of the same message; the hub sends all again on each of three connections.
        var before = Enumerable.Range(0, InputStage.Capacity).Select(i => _stage.Send(null, $"{i}")).ToArray();
        _stage.Inputs.Forget();
        var again = Enumerable.Range(0, InputStage.Capacity).Select(i => _stage.Send(null, $"{i}")).ToArray();
        _stage.Inputs.Forget();
        var last = Enumerable.Range(0, InputStage.Capacity).Select(i => _stage.Send(null, $"{i}")).ToArray();
        hold.SetResult();

        (await Task.WhenAll(last).Soon("what the hub sent on the last connection")).Should().AllBeEquivalentTo(true, "one that is not acknowledged stalls all behind it");
        (await Task.WhenAll(before.Concat(again)).Soon("what the hub sent before")).Count(outcome => outcome).Should().BeLessThan(3, "what had not begun is given up with its connection");
        handled.Should().BeLessThan(InputStage.Capacity + 3);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = Volatile.Read(ref most))
        {
        }
    }
}
