namespace IoTEdge.Modules.Fixtures;

/// <summary>Addresses of this machine for hubs on the ports that cannot be changed.</summary>
internal static class LoopbackAddress
{
    private static int _count;

    /// <summary>An address that no other test has: all of 127.0.0.0/8 is this machine's on Linux.</summary>
    public static string Next() => $"127.{1 + (Environment.ProcessId / 250 % 250)}.{1 + (Environment.ProcessId % 250)}.{1 + Interlocked.Increment(ref _count)}";
}
