using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests;

/// <summary>Bounded waits that say what was awaited.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<T> Soon<T>(this Task<T> task, string what)
    {
        await ((Task)task).Soon(what);
        return await task;
    }

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

    public static async Task Soon(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Waited {Limit.TotalSeconds} s for {what} in vain; the task is {task.Status}.");
        }
    }
}
