using System.Diagnostics;
using IoTEdge.Modules.Runtime.Supervision;

namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>A process that was started: its output, its end, and how to end it.</summary>
internal sealed class ChildProcess : IModuleProcess
{
    // What a child of the child holds open after the process is gone is not waited for longer than this.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly IStopSignal _signal;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _outputCancellation = new();

    public ChildProcess(Process process, LaunchRequest request, IStopSignal signal, TimeProvider time)
    {
        _process = process;
        _signal = signal;
        _time = time;
        Id = process.Id;
        Completion = CompleteAsync(Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, text => request.OnLine(new OutputLine(text, IsError: false))),
            ReadAsync(process.StandardError.BaseStream, text => request.OnLine(new OutputLine(text, IsError: true)))));
    }

    public int Id { get; }

    /// <summary>The exit code, once the process has ended and its output is read; 128 + n when signal n ended it.</summary>
    public Task<int> Completion { get; }

    /// <summary>Asks the process to end, and ends it when it is still there after the grace.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        if (!Completion.IsCompleted) _signal.Ask(Id);
        try
        {
            await Completion.WaitAsync(grace, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            Kill();
            await Completion.ConfigureAwait(false);
            return false;
        }
    }

    public void Kill()
    {
        if (!Completion.IsCompleted) _signal.Kill(Id);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Completion.ConfigureAwait(false);
        _process.Dispose();
        _outputCancellation.Dispose();
    }

    private async Task<int> CompleteAsync(Task output)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        // As when a container's first process ends: what it started ends with it.
        _signal.Kill(Id);
        try
        {
            await output.WaitAsync(OutputGrace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _outputCancellation.CancelAsync().ConfigureAwait(false);
            await output.ConfigureAwait(false);
        }

        return _process.ExitCode;
    }

    private async Task ReadAsync(Stream stream, Action<string> onLine)
    {
        try
        {
            await LineReader.ReadAsync(stream, onLine, _outputCancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Somebody who outlived the process holds its output; what was read so far was handed on.
        }
    }
}
