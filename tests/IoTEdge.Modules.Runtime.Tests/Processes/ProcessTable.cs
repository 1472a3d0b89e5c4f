namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>Looks at the processes of this machine through /proc.</summary>
internal static class ProcessTable
{
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

    public static Task WaitUntilGoneAsync(int processId) => Eventually.IsTrueAsync(() => !IsAlive(processId), () => $"process {processId} lives.");
}
