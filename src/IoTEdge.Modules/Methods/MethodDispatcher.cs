using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Telemetry;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Methods;

/// <summary>Runs the handlers of direct methods, several at a time; each call gets exactly one answer.</summary>
internal sealed class MethodDispatcher(TimeProvider time, ILogger logger)
{
    private const int MaxInFlight = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MethodHandler> _handlers = new(StringComparer.Ordinal);
    private readonly TaskTracker _running = new(MaxInFlight);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Task> _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MethodHandler? _default;
    private bool _isStopped;

    /// <summary>Whether there is any handler.</summary>
    public bool HasHandlers
    {
        get
        {
            lock (_gate) return _handlers.Count > 0 || _default is not null;
        }
    }

    /// <summary>Sets the handler of a method, or of every method that has none.</summary>
    public void Set(string? method, MethodHandler handler)
    {
        lock (_gate)
        {
            if (method is null) _default = handler;
            else _handlers[method] = handler;
        }
    }

    /// <summary>Lets calls be answered once the settings that they are answered with are applied; until then they wait.</summary>
    public void BeginAfter(Task applied) => _begin.TrySetResult(applied);

    /// <summary>Starts a call.</summary>
    public void Dispatch(MethodRequest request, Action<MethodResult> respond)
    {
        bool isStarted;
        lock (_gate) isStarted = !_isStopped && _running.TryRun(() => RunAsync(request, respond));
        if (!isStarted) respond(Problem(MethodStatus.TooManyRequests, $"The module runs {MaxInFlight} methods already, or stops."));
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
        await _begin.Task.Unwrap().WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var started = time.GetTimestamp();
        MethodHandler? handler;
        lock (_gate) handler = _handlers.GetValueOrDefault(request.Name) ?? _default;
        var result = handler is null ? NotImplemented(request.Name) : await CallAsync(handler, request).ConfigureAwait(false);
        respond(result);

        // A name that nobody knows comes from outside, and must not become a series of its own.
        ModuleMetrics.Called(handler is null ? "" : request.Name, time.GetElapsedTime(started), result.Status);
    }

    private async Task<MethodResult> CallAsync(MethodHandler handler, MethodRequest request)
    {
        try
        {
            return await handler(request, _stopping.Token).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            return Problem(MethodStatus.BadRequest, exception.Message);
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the caller gets an answer and the module lives.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.MethodHandlerThrew(exception, request.Name);
            return Problem(MethodStatus.InternalError, $"The handler of '{request.Name}' failed; the module's log says why.");
        }
    }

    private MethodResult NotImplemented(string name)
    {
        string[] known;
        lock (_gate) known = [.. _handlers.Keys.Order(StringComparer.Ordinal)];
        var list = known.Length == 0 ? "it has none" : $"it has {string.Join(", ", known)}";
        return Problem(MethodStatus.NotImplemented, $"The module has no direct method '{name}'; {list}.");
    }

    private static MethodResult Problem(int status, string message) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["message"] = message }, Json.SdkJsonContext.Default.JsonObject));
}
