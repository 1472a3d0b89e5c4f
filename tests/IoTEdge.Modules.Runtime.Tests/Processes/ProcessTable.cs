namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>Looks at the processes of this machine through /proc.</summary>
internal static class ProcessTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether there is such a process that is more than a zombie.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static async Task WaitUntilGoneAsync(int processId)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var deadline = TimeProvider.System.GetTimestamp();
        while (IsAlive(processId))
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > Patience) throw new TimeoutException($"Process {processId} still lives after {Patience}.");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
