using IoTEdge.Modules.Runtime.Hubs;
using IoTEdge.Modules.Runtime.Launching.Unix;

namespace IoTEdge.Modules.Runtime;

/// <summary>The verbs of this assembly, which starts itself again as the launcher of each process, as the hub and as the watcher.</summary>
internal static class Program
{
    // Not async, and nothing but the verb's own code is touched: a launcher has to be gone within milliseconds.
    private static int Main(string[] args) => args switch
    {
        [LaunchCommand.Verb, .. var rest] => LaunchCommand.Run(rest),
        [WatchCommand.Verb, ..] => WatchCommand.Run(Console.OpenStandardInput()),
        _ => RunAsync(args).GetAwaiter().GetResult(),
    };

    private static Task<int> RunAsync(string[] args) => args is [HubCommand.Verb, ..] ? HubCommand.RunAsync(args) : RuntimeCommand.RunAsync(args);
}
