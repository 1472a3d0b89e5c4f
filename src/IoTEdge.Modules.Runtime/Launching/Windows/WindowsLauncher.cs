using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace IoTEdge.Modules.Runtime.Launching.Windows;

/// <summary>Puts processes into a job object that Windows closes, and ends, with the runtime.</summary>
/// <remarks>A process is in the job a moment after it started; one that starts another within that moment would leave it outside.</remarks>
[SupportedOSPlatform("windows")]
internal sealed class WindowsLauncher : IProcessLauncher
{
    private static readonly WindowsSignal Signal = new();

    private readonly SafeFileHandle _job;
    private readonly TimeProvider _time;

    public WindowsLauncher(TimeProvider time)
    {
        _time = time;
        _job = WindowsCalls.CreateJob(0, 0);
        var limits = new JobLimits { LimitFlags = WindowsCalls.KillOnJobClose };
        if (_job.IsInvalid || !WindowsCalls.SetJobInformation(_job, WindowsCalls.ExtendedLimitInformation, in limits, (uint)Marshal.SizeOf<JobLimits>()))
            throw new LaunchException($"A job object could not be made: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public Task<ChildProcess> StartAsync(LaunchRequest request)
    {
        var process = ProcessLauncher.Start(request.FileName, request.Arguments, request, start => start.CreateNewProcessGroup = true);
        if (!WindowsCalls.AssignToJob(_job, process.SafeHandle))
        {
            process.Kill();
            throw new LaunchException($"'{request.FileName}' could not be bound to the runtime's life: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return Task.FromResult(new ChildProcess(process, request, Signal, _time));
    }

    public void Dispose() => _job.Dispose();
}
