using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace IoTEdge.Modules.Runtime.Launching.Windows;

/// <summary>Calls of kernel32 that .NET has no name for.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsCalls
{
    public const int ExtendedLimitInformation = 9;
    public const uint KillOnJobClose = 0x2000;
    public const uint ControlBreak = 1;

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    public static partial SafeFileHandle CreateJob(nint attributes, nint name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetJobInformation(SafeFileHandle job, int kind, in JobLimits limits, uint length);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AssignToJob(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", EntryPoint = "GenerateConsoleCtrlEvent", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SendConsoleControl(uint control, uint processGroupId);
}
