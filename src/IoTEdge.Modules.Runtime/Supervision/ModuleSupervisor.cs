using IoTEdge.Modules.Runtime.Launching;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>Keeps one module running: starts its process, waits for its end, and asks the policy what follows.</summary>
internal sealed class ModuleSupervisor : IAsyncDisposable
{
    /// <summary>What a module is given between the request to stop and its end: as container runtimes do.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    // What a shell says of a program that it could not start.
    private const int CannotStart = 127;

    private readonly SupervisedModule _module;
    private readonly RestartPolicyManager _policy;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ModuleInstance _instance;
    private Task _loop = Task.CompletedTask;
    private bool _isDisposed;

    public ModuleSupervisor(SupervisedModule module, RestartPolicyManager policy, TimeProvider time, ILogger logger)
    {
        _module = module;
        _policy = policy;
        _time = time;
        _logger = logger;
        _instance = new ModuleInstance { Name = module.Name, Image = module.Image };
    }

    /// <summary>What the module does right now.</summary>
    public ModuleInstance Instance => _instance;

    /// <summary>Completes when the module will not run again: given up by its policy, or stopped.</summary>
    public Task Completion => _loop;

    /// <summary>Starts the module, and completes when its process is there or could not be started.</summary>
    public Task StartAsync()
    {
        _loop = RunAsync(_stopping.Token);
        return _started.Task;
    }

    /// <summary>Asks the module to end, waits, and ends it. Its end is no failure then.</summary>
    public async Task StopAsync()
    {
        if (_isDisposed) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _isDisposed = true;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var exitCode = await RunOnceAsync(stopping).ConfigureAwait(false);
            if (stopping.IsCancellationRequested) break;
            var decision = _policy.Decide(_module.RestartPolicy, exitCode, _instance.RestartCount);
            _instance = _instance with { Status = decision.Status };
            if (decision.Delay is not { } delay)
            {
                Log.GivenUp(_logger, _module.Name, exitCode, _instance.RestartCount);
                return;
            }

            Log.Restarting(_logger, _module.Name, exitCode, delay.TotalSeconds);
            await Task.Delay(delay, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (decision.Counts) _instance = _instance with { RestartCount = _instance.RestartCount + 1 };
        }

        _instance = _instance with { Status = ModuleStatus.Stopped };
        _started.TrySetResult();
    }

    private async Task<int> RunOnceAsync(CancellationToken stopping)
    {
        IModuleProcess process;
        try
        {
            process = await _module.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) // a LaunchException, or no directory for it
        {
            Log.CannotStart(_logger, _module.Name, exception.Message);
            _started.TrySetResult();
            return Ended(CannotStart);
        }

        await using (process.ConfigureAwait(false))
        {
            _instance = _instance with { Status = ModuleStatus.Running, ProcessId = process.Id, LastStart = _time.GetUtcNow() };
            Log.Started(_logger, _module.Name, process.Id);
            _started.TrySetResult();
            await WaitAsync(process, stopping).ConfigureAwait(false);
            if (!process.Completion.IsCompleted && !await process.StopAsync(StopGrace).ConfigureAwait(false))
                Log.Killed(_logger, _module.Name, StopGrace.TotalSeconds);
            return Ended(await process.Completion.ConfigureAwait(false));
        }
    }

    // Until the process ends or is to be stopped; on the way its restarts may be forgiven.
    private async Task WaitAsync(IModuleProcess process, CancellationToken stopping)
    {
        Task completion = process.Completion;
        try
        {
            await completion.WaitAsync(_policy.IntensiveCare, _time, stopping).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _instance = _instance with { RestartCount = 0 };
            await completion.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The caller stops the process.
        }
    }

    private int Ended(int exitCode)
    {
        _instance = _instance with { ProcessId = null, ExitCode = exitCode, LastExit = _time.GetUtcNow() };
        return exitCode;
    }
}
