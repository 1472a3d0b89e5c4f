namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>Waits for something that announces itself to nobody, such as another process's end.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task IsTrueAsync(Func<bool> condition, Func<string> state) => IsTrueAsync(() => Task.FromResult(condition()), state);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(Interval);
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException($"Still not so after {Patience}: {state()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
