using System.Diagnostics;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Launching.Unix;

namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>A runtime in a process of its own, as a user starts it.</summary>
internal sealed class RunnerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly LineCollector _output = new();

    public RunnerProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(SelfCommand.DotnetPath, SelfCommand.WithApplication(arguments)) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public LineCollector Output => _output;

    public void Kill() => _process.Kill();

    /// <summary>SIGTERM.</summary>
    public void Terminate() => new UnixSignal().Ask(_process.Id);

    public async Task<int> WaitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The runtime did not end within {Patience}. It wrote: {string.Join(" | ", _output.Lines)}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) _output.Add(line.Data);
    }
}
