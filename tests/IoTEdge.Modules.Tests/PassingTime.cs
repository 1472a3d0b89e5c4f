using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests;

/// <summary>Waits in which a test's own clock runs.</summary>
internal static class PassingTime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Moves a clock on until a task is done: work goes on on other threads, so a delay may begin after a step.</summary>
    public static async Task AdvanceUntil(this FakeTimeProvider clock, Task task, TimeSpan step)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Limit)
        {
            clock.Advance(step);
            await Task.Yield();
        }

        await task.Soon("what the clock is moved on for");
    }

    /// <summary>Lets a test's clock run until something has happened: whoever waits on it may begin to wait at any moment.</summary>
    public static async Task<T> WhileTimePasses<T>(this Task<T> task, FakeTimeProvider time, TimeSpan step, string what)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!task.IsCompleted)
        {
            time.Advance(step);
            try
            {
                await pace.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                Assert.Fail($"Waited for {what} in vain; the test's clock shows {time.GetUtcNow():o}.");
            }
        }

        return await task;
    }
}
