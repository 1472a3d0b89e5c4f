using IoTEdge.Modules.Telemetry;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Methods;

/// <summary>
/// Runs the handlers of direct methods, several at a time and beside everything else, so that a handler may call out; each call gets exactly one
/// answer.
/// </summary>
internal sealed class MethodDispatcher(TimeProvider time, ILogger logger)
{
    private const int MaxInFlight = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MethodBinding> _bindings = new(StringComparer.Ordinal);
    private readonly TaskTracker _running = new(MaxInFlight);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Task> _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MethodBinding? _default;
    private bool _isStopped;

    /// <summary>Whether there is any handler.</summary>
    public bool HasHandlers
    {
        get
        {
            lock (_gate) return _bindings.Count > 0 || _default is not null;
        }
    }

    /// <summary>Sets the handler of a method, or of every method that has none.</summary>
    public void Set(string? method, MethodBinding binding)
    {
        lock (_gate)
        {
            if (method is null) _default = binding;
            else _bindings[method] = binding;
        }
    }

    /// <summary>Lets calls be answered once the settings that they are answered with are applied; until then they wait.</summary>
    public void BeginAfter(Task applied) => _begin.TrySetResult(applied);

    /// <summary>Starts a call.</summary>
    public void Dispatch(MethodRequest request, Action<MethodResult> respond)
    {
        bool isStarted, isStopped;
        lock (_gate)
        {
            isStopped = _isStopped;
            isStarted = !isStopped && _running.TryRun(() => RunAsync(request, respond));
        }

        if (isStarted) return;
        var fault = isStopped
            ? new MethodFault(MethodStatus.ServiceUnavailable, "The module stops.")
            : new MethodFault(MethodStatus.TooManyRequests, $"The module runs {MaxInFlight} methods already; call again later.");
        respond(fault.ToResult());
    }

    /// <summary>Takes no more calls and waits for those that run; cancels them when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) _isStopped = true;
        _begin.TrySetResult(Task.CompletedTask);
        var running = _running.WhenAllAsync();
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stopping);
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(MethodRequest request, Action<MethodResult> respond)
    {
        var started = time.GetTimestamp();
        MethodBinding? binding;
        lock (_gate) binding = _bindings.GetValueOrDefault(request.Name) ?? _default;
        var result = binding is null ? NotImplemented(request.Name) : await CallAsync(binding, request).ConfigureAwait(false);
        respond(result);

        // A name that nobody knows comes from outside, and must not become a series of its own.
        ModuleMetrics.Called(binding is null ? "" : request.Name, time.GetElapsedTime(started), result.Status);
    }

    private async Task<MethodResult> CallAsync(MethodBinding binding, MethodRequest request)
    {
        using var deadline = new CancellationTokenSource(binding.Policy.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        request.Deadline = time.GetUtcNow() + binding.Policy.Timeout;
        try
        {
            await _begin.Task.Unwrap().WaitAsync(either.Token).ConfigureAwait(false);
            return await binding.RunAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return _stopping.IsCancellationRequested
                ? new MethodFault(MethodStatus.ServiceUnavailable, "The module stops.").ToResult()
                : new MethodFault(MethodStatus.GatewayTimeout, $"'{request.Name}' was not done after {binding.Policy.Timeout.TotalSeconds} s, and was told to end.").ToResult();
        }
        catch (MethodFault fault)
        {
            return fault.ToResult();
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            return new MethodFault(MethodStatus.BadRequest, exception.Message).ToResult();
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the caller gets an answer and the module lives.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.MethodHandlerThrew(exception, request.Name);
            return new MethodFault(MethodStatus.InternalError, $"The handler of '{request.Name}' failed; the module's log says why.").ToResult();
        }
    }

    private MethodResult NotImplemented(string name)
    {
        string[] known;
        lock (_gate) known = [.. _bindings.Keys.Order(StringComparer.Ordinal)];
        var list = known.Length == 0 ? "it has none" : $"it has {string.Join(", ", known)}";
        return new MethodFault(MethodStatus.NotImplemented, $"The module has no direct method '{name}'; {list}.").ToResult();
    }
}
