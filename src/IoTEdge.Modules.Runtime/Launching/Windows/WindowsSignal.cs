using System.Diagnostics;
using System.Runtime.Versioning;

namespace IoTEdge.Modules.Runtime.Launching.Windows;

/// <summary>Ctrl+Break to the process's group, which .NET hosts take for a request to stop; then the end of its tree.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsSignal : IStopSignal
{
    public void Ask(int processId) => _ = WindowsCalls.SendConsoleControl(WindowsCalls.ControlBreak, (uint)processId);

    public void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }
}
