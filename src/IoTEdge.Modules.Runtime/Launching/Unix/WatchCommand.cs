using System.Globalization;

namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>
/// The verb <c>watch</c>: reads <c>+pid</c> and <c>-pid</c> from its input, and kills the groups it still knows when the input ends,
/// which it does when the runtime dies, however it dies. For systems without a signal for a parent's death.
/// </summary>
internal static class WatchCommand
{
    public const string Verb = "watch";

    public static int Run(Stream input)
    {
        _ = UnixCalls.StartSession();
        var processIds = new HashSet<int>();
        using var reader = new StreamReader(input);
        while (reader.ReadLine() is { Length: > 1 } line && int.TryParse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
            _ = line[0] == '+' ? processIds.Add(processId) : processIds.Remove(processId);
        foreach (var processId in processIds) UnixLauncher.Signal.Kill(processId);
        return 0;
    }
}
