using System.Diagnostics;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>A module that runs as a process of its own, as it does on a device.</summary>
internal sealed class ModuleProcess : IAsyncDisposable
{
    private readonly Process _process;

    public ModuleProcess(string programPath, string connectionString, string certificatePath)
    {
        var isManaged = Path.GetExtension(programPath) == ".dll";
        var start = new ProcessStartInfo(isManaged ? "dotnet" : programPath, isManaged ? [programPath] : []) { RedirectStandardOutput = true };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = certificatePath;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage($"module: {line.Data}");
        _process.BeginOutputReadLine();
    }

    /// <summary>The memory of the process that is in use, in MiB.</summary>
    public double MemoryMiB()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1024.0 / 1024.0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
