using System.Runtime.InteropServices;

namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>Calls of the C library that .NET has no name for.</summary>
internal static partial class UnixCalls
{
    public const int SignalKill = 9;
    public const int SignalPipe = 13;
    public const int SignalTerminate = 15;
    public const int SetParentDeathSignal = 1;

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int StartSession();

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ControlProcess(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint SetSignalHandler(int signal, nint handler);

    /// <summary>Replaces this process by another; returns only when that failed.</summary>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string path, string?[] arguments);

    /// <summary>Sends a signal to a process, or to a group when the id is negative.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);
}
