using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests;

/// <summary>Waits in which a test's own clock runs.</summary>
internal static class PassingTime
{
    /// <summary>Lets a test's clock run until something has happened: whoever waits on it may begin to wait at any moment.</summary>
    public static async Task<T> WhileTimePasses<T>(this Task<T> task, FakeTimeProvider time, TimeSpan step, string what)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
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
