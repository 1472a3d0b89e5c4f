using System.Globalization;
using System.Runtime.InteropServices;

namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>
/// The verb <c>launch &lt;parent&gt; &lt;program&gt; [arguments]</c>: makes a session of its own, so that the terminal's Ctrl+C reaches the
/// runtime alone, asks Linux for SIGKILL when the parent dies, and becomes the program. The process id stays the same.
/// </summary>
internal static class LaunchCommand
{
    public const string Verb = "launch";

    private const int CannotExecute = 127;

    public static int Run(string[] args)
    {
        if (args is not [var parent, var program, ..] || !int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var parentId))
        {
            Console.Error.WriteLine("usage: launch <parent process id> <program> [arguments]");
            return CannotExecute;
        }

        _ = UnixCalls.StartSession();
        if (OperatingSystem.IsLinux()) _ = UnixCalls.ControlProcess(UnixCalls.SetParentDeathSignal, UnixCalls.SignalKill, 0, 0, 0);
        // The parent may have died before the line above, and then no signal comes.
        if (UnixCalls.GetParentProcessId() != parentId) return CannotExecute;
        // The runtime ignores SIGPIPE, which a program inherits when it replaces one.
        _ = UnixCalls.SetSignalHandler(UnixCalls.SignalPipe, 0);
        _ = UnixCalls.Execute(program, [.. args[1..], null]);
        // Before the console is opened: it makes calls of its own.
        var reason = Marshal.GetLastPInvokeErrorMessage();
        Console.Error.WriteLine($"'{program}' could not be executed: {reason}");
        return CannotExecute;
    }
}
