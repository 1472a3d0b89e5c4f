using System.Globalization;

namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>Starts processes through <see cref="LaunchCommand"/>, from one thread.</summary>
internal sealed class UnixLauncher : IProcessLauncher
{
    // The launcher needs no more than the runtime itself; concurrent collection would only start threads.
    private const string RuntimeConfig = """
        {"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"},"configProperties":{"System.GC.Concurrent":false,"System.Globalization.Invariant":true}}}
        """;

    private readonly LauncherThread _thread = new();
    private readonly string _runtimeConfigPath;
    private readonly TimeProvider _time;

    public UnixLauncher(string directory, TimeProvider time)
    {
        _runtimeConfigPath = Path.Combine(directory, "launcher.runtimeconfig.json");
        File.WriteAllText(_runtimeConfigPath, RuntimeConfig);
        _time = time;
    }

    public static UnixSignal Signal { get; } = new();

    public Task<ChildProcess> StartAsync(LaunchRequest request) => _thread.RunAsync(() =>
    {
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var arguments = SelfCommand.Bare(_runtimeConfigPath, [LaunchCommand.Verb, parent, request.FileName, .. request.Arguments]);
        var process = ProcessLauncher.Start(SelfCommand.DotnetPath, arguments, request);
        return new ChildProcess(process, request, Signal, _time);
    });

    public void Dispose() => _thread.Dispose();
}
