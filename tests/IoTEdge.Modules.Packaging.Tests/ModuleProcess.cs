using System.Diagnostics;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>A module that runs as a process of its own, as it does on a device.</summary>
internal sealed class ModuleProcess : IAsyncDisposable
{
    private readonly Process _process;

    public ModuleProcess(string programPath, string connectionString, string certificatePath)
    {
        var start = new ProcessStartInfo("dotnet", [programPath]) { RedirectStandardOutput = true };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = certificatePath;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage($"module: {line.Data}");
        _process.BeginOutputReadLine();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
