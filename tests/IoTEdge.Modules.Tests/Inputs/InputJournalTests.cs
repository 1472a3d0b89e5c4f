using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

/// <summary>What is known of messages beyond a run, a connection and a process: attempts, duplicates, parked messages.</summary>
public sealed class InputJournalTests : IDisposable
{
    private static readonly InputPolicy Window = new() { DuplicateWindow = TimeSpan.FromMinutes(10), DuplicateCount = 3 };
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string?> _seen = new();

    [Fact]
    public async Task Message_DoneWithinTheWindow_IsAcknowledgedWithoutARun()
    {
        await using var stage = new InputStage(_time);
        stage.Set(Record, Window);
        foreach (var id in new[] { "1", "2", "1", "3" }) (await stage.Send(id).Soon(id)).Should().BeTrue();
        _seen.Should().Equal("1", "2", "3");

        _time.Advance(TimeSpan.FromMinutes(11));
        await stage.Send("1").Soon("the message after the window");
        _seen.Should().Equal("1", "2", "3", "1");
    }

    [Fact]
    public async Task Message_ForgottenForYoungerOnes_IsHandledAgain()
    {
        await using var stage = new InputStage(_time);
        stage.Set(Record, Window);
        foreach (var id in new[] { "1", "2", "3", "4", "1", "4" }) await stage.Send(id).Soon(id);
        _seen.Should().Equal("1", "2", "3", "4", "1");
    }

    [Fact]
    public async Task Message_WithoutAnId_IsAlwaysHandled()
    {
        await using var stage = new InputStage(_time);
        stage.Set(Record, Window);
        await stage.Send(null, "same").Soon("the first");
        await stage.Send(null, "same").Soon("the second");
        _seen.Should().HaveCount(2);
    }

    [Fact]
    public async Task Message_DoneByAProcessBefore_IsAcknowledgedWithoutARun()
    {
        await using (var first = new InputStage(_time, _folder.Path))
        {
            first.Set(Record, Window);
            await first.Send("1").Soon("the message");
            await first.KillAsync();
        }

        await using var second = new InputStage(_time, _folder.Path);
        second.Set(Record, Window);
        (await second.Send("1").Soon("the message again")).Should().BeTrue();
        _seen.Should().Equal("1");
    }

    [Theory]
    [InlineData("poison")]
    [InlineData(null)]
    public async Task Message_InWhichTheProcessEndsTooOften_BecomesADeadLetter(string? id)
    {
        for (var run = 1; run <= 2; run++)
        {
            var stage = new InputStage(_time, _folder.Path);
            var started = new TaskCompletionSource<int>();
            stage.Set(async (message, _) =>
            {
                started.SetResult(message.Attempt);
                await new TaskCompletionSource().Task;
                return InputResult.Complete;
            }, new InputPolicy { MaxAttempts = 2 });
            _ = stage.Send(id, "the body");
            (await started.Task.Soon("the handler")).Should().Be(run, "attempts are counted over restarts");
            await stage.KillAsync();
        }

        await using var last = new InputStage(_time, _folder.Path);
        last.Set(Record, new InputPolicy { MaxAttempts = 2 });
        (await last.Send(id, "the body").Soon("the message")).Should().BeTrue();
        _seen.Should().BeEmpty();
        last.DeadLetters.Should().Equal($"{id} 2 The module ended 2 times while it handled the message.");
    }

    [Fact]
    public async Task Journal_AfterAWeek_HasForgottenWhatDidNotComeAgain()
    {
        await using (var first = new InputStage(_time, _folder.Path))
        {
            first.Set(Record, Window with { DuplicateWindow = InputPolicy.MaxWindow });
            await first.Send("1").Soon("the message");
        }

        _time.Advance(TimeSpan.FromDays(8));
        await using (var second = new InputStage(_time, _folder.Path))
        {
        }

        using var connection = IoTEdge.Modules.Storage.ModuleDatabase.Open(_folder.Path);
        IoTEdge.Modules.Storage.SqliteStatements.Scalar(connection, "SELECT count(*) FROM done").Should().Be(0);
    }

    [Fact]
    public async Task Attempts_OfAMessageThatIsDone_AreForgotten()
    {
        for (var run = 1; run <= 3; run++)
        {
            await using var stage = new InputStage(_time, _folder.Path);
            var attempt = 0;
            stage.Set((message, _) =>
            {
                attempt = message.Attempt;
                return Task.FromResult(InputResult.Complete);
            }, new InputPolicy { MaxAttempts = 1 });
            (await stage.Send("same").Soon("the message")).Should().BeTrue();
            attempt.Should().Be(1);
            stage.DeadLetters.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Attempts_AfterARetryThatWasAskedFor_AreNoFailures()
    {
        for (var run = 1; run <= 3; run++)
        {
            var stage = new InputStage(_time, _folder.Path);
            var ran = new TaskCompletionSource();
            stage.Set((_, _) =>
            {
                ran.TrySetResult();
                return Task.FromResult(InputResult.Retry(TimeSpan.FromHours(1)));
            }, new InputPolicy { MaxAttempts = 1 });
            _ = stage.Send("same");
            await ran.Task.Soon("the handler");
            await stage.Inputs.StopAsync(TestContext.Current.CancellationToken).Soon("stopping");
            await stage.KillAsync();
            stage.DeadLetters.Should().BeEmpty();
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<InputResult> Record(EdgeMessage message, CancellationToken cancellationToken)
    {
        _seen.Enqueue(message.MessageId);
        return Task.FromResult(InputResult.Complete);
    }
}
