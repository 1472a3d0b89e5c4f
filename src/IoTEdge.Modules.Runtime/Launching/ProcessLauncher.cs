using System.ComponentModel;
using System.Diagnostics;
using IoTEdge.Modules.Runtime.Launching.Unix;
using IoTEdge.Modules.Runtime.Launching.Windows;

namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>Picks the launcher of this system, and holds what they share.</summary>
internal static class ProcessLauncher
{
    /// <param name="directory">A private directory for what the launcher needs on disk.</param>
    /// <param name="time">The clock.</param>
    public static IProcessLauncher Create(string directory, TimeProvider time)
    {
        if (OperatingSystem.IsWindows()) return new WindowsLauncher(time);
        return OperatingSystem.IsLinux() ? new UnixLauncher(directory, time) : new WatchedLauncher(new UnixLauncher(directory, time), directory);
    }

    /// <summary>Starts a process whose outputs are read and whose input is at its end.</summary>
    /// <exception cref="LaunchException">The system refused.</exception>
    public static Process Start(string fileName, IEnumerable<string> arguments, LaunchRequest request, Action<ProcessStartInfo>? configure = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = request.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in request.Environment) start.Environment[name] = value;
        configure?.Invoke(start);
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new LaunchException($"'{request.FileName}' could not be started in '{request.WorkingDirectory}': {exception.Message}", exception);
        }
    }
}
