using System.Diagnostics;
using IoTEdge.Modules.Runtime.Agents;
using IoTEdge.Modules.Runtime.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

/// <summary>A hub as a process of its own, to be killed.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HubProcess(Process process, int mqttPort)
    {
        _process = process;
        MqttPort = mqttPort;
    }

    public int MqttPort { get; }

    public static async Task<HubProcess> StartAsync(string stateDirectory)
    {
        var test = Path.ChangeExtension(typeof(HubProcess).Assembly.Location, null);
        string[] arguments =
        [
            "exec", "--depsfile", test + ".deps.json", "--runtimeconfig", test + ".runtimeconfig.json", typeof(LocalHub).Assembly.Location,
            "hub", "--state", stateDirectory, "--device-id", HubFixture.DeviceId, "--mqtt-port", "0", "--amqp-port", "0", "--in-flight", "50",
        ];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(HubFixture.Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), HubFixture.Cancellation);
        HubReadyLine.TryRead(line!, out var ports).Should().BeTrue($"'{line}' tells the ports");
        return new HubProcess(process, ports.Mqtt);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(HubFixture.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
