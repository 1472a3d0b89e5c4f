using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

/// <summary>edgeHub sends again after 30 s: what takes longer is stored and acknowledged before.</summary>
public sealed class InputParkingTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string?> _done = new();
    private volatile bool _isBroken = true;

    [Fact]
    public async Task Message_StillFailingAfter25Seconds_IsAcknowledgedAndGoesOn()
    {
        await using var stage = Create(_folder.Path);
        var outcome = stage.Send("1");
        _time.Advance(TimeSpan.FromSeconds(12));
        outcome.IsCompleted.Should().BeFalse("not even the longest delay to its next attempt goes beyond its time");
        (await stage.Advance(outcome, Second)).Should().BeTrue();
        _done.Should().BeEmpty();

        _isBroken = false;
        await stage.Advance(DoneAsync(1), Second);
        _done.Should().Equal("1");
    }

    [Fact]
    public async Task Message_RetriedBeyond25Seconds_IsParkedAtOnce()
    {
        await using var stage = new InputStage(_time, _folder.Path);
        stage.Set((_, _) => Task.FromResult(InputResult.Retry(TimeSpan.FromHours(1))), InputPolicy.Default);
        (await stage.Send("1").Soon("the acknowledgement")).Should().BeTrue();
    }

    [Fact]
    public async Task Message_InAHandlerForLong_IsParkedWhileItRuns()
    {
        await using var stage = new InputStage(_time, _folder.Path);
        var hold = new TaskCompletionSource();
        stage.Set(async (message, _) =>
        {
            await hold.Task;
            _done.Enqueue(message.MessageId);
            return InputResult.Complete;
        }, InputPolicy.Default);
        (await stage.Advance(stage.Send("1"), Second)).Should().BeTrue();
        (await stage.Send("1").Soon("what the hub sends again")).Should().BeTrue("it joins the run");
        hold.SetResult();
        await DoneAsync(1);
        _done.Should().Equal("1");
    }

    [Fact]
    public async Task Message_BehindAParkedOne_IsParkedTooAndKeepsItsPlace()
    {
        await using var stage = Create(_folder.Path);
        await stage.Advance(stage.Send("1"), Second);
        (await stage.Send("2").Soon("the acknowledgement of the next")).Should().BeTrue("else the hub would send the module nothing more");
        _isBroken = false;
        await stage.Advance(DoneAsync(2), Second);
        _done.Should().Equal("1", "2");
    }

    [Fact]
    public async Task Parked_AfterARestart_ComeFirstAndInOrder()
    {
        var stage = Create(_folder.Path);
        await stage.Advance(stage.Send("1", "one"), Second);
        await stage.Send("2", "two").Soon("the acknowledgement");
        await stage.KillAsync();
        _isBroken = false;

        await using (var next = Create(_folder.Path))
        {
            (await next.Send("3", "three").Soon("the new message")).Should().BeTrue();
            await DoneAsync(3).Soon("the three messages");
            _done.Should().Equal("1", "2", "3");
        }

        await using var last = Create(_folder.Path);
        await last.Send("4").Soon("a message");
        _done.Should().Equal(["1", "2", "3", "4"], "what is done is not there any more");
    }

    [Fact]
    public async Task Parked_SentAgainByTheHub_JoinsItsRun()
    {
        var stage = Create(_folder.Path);
        await stage.Advance(stage.Send("1"), Second);
        await stage.KillAsync();
        await using var next = Create(_folder.Path);
        (await next.Send("1").Soon("the acknowledgement")).Should().BeTrue("it is on disk");
        _isBroken = false;
        await next.Advance(DoneAsync(1), Second);
        await next.Send("2").Soon("the next");
        await DoneAsync(2).Soon("both");
        _done.Should().Equal("1", "2");
    }

    [Fact]
    public async Task Parked_OfOneKey_HoldsUpThatKeyOnly()
    {
        await using var stage = Create(_folder.Path, new InputPolicy { OrderBy = message => Encoding.UTF8.GetString(message.Body.Span) });
        await stage.Advance(stage.Send("1", "a"), Second);
        (await stage.Send("2", "a").Soon("the next of the key")).Should().BeTrue();
        await stage.Send("good-3", "b").Soon("another key");
        _done.Should().Equal("good-3");
    }

    [Fact]
    public async Task Parked_AsManyAsThereMayBe_LeavesTheNextWithTheHub()
    {
        await using var stage = Create(_folder.Path);
        await stage.Advance(stage.Send("0"), Second);
        for (var i = 1; i < InputStage.Capacity; i++) (await stage.Send($"{i}").Soon($"the acknowledgement of {i}")).Should().BeTrue();
        var beyond = stage.Send("beyond");
        _time.Advance(TimeSpan.FromMinutes(1));
        beyond.IsCompleted.Should().BeFalse();
        _isBroken = false;
        (await stage.Advance(beyond, Second)).Should().BeTrue();
        await stage.Advance(DoneAsync(InputStage.Capacity + 1), Second);
        _done.Should().HaveCount(InputStage.Capacity + 1).And.EndWith("beyond");
    }

    [Fact]
    public async Task Message_WithoutStorage_StaysUnacknowledged()
    {
        await using var stage = Create(folder: null);
        var outcome = stage.Send("1");
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(Second);
            await Task.Yield();
        }

        outcome.IsCompleted.Should().BeFalse();
        _isBroken = false;
        (await stage.Advance(outcome, Second)).Should().BeTrue();
    }

    public void Dispose() => _folder.Dispose();

    private InputStage Create(string? folder, InputPolicy? policy = null)
    {
        var stage = new InputStage(_time, folder);
        stage.Set((message, _) =>
        {
            if (_isBroken && message.MessageId?.StartsWith("good", StringComparison.Ordinal) != true) throw new InvalidOperationException("by the test");
            _done.Enqueue(message.MessageId);
            return Task.FromResult(InputResult.Complete);
        }, policy ?? InputPolicy.Default);
        return stage;
    }

    private async Task<bool> DoneAsync(int count)
    {
        while (_done.Count < count) await Task.Yield();
        return true;
    }
}
