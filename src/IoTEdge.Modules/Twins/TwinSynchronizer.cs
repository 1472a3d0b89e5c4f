using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Twins;

/// <summary>
/// The one owner of the desired document: it merges patches by their versions, fetches the twin where one is missing, and tells the
/// handler of each change once, in order. A twin that was got is the truth, also with a lower version; one without a version says
/// nothing, and the last good document stays.
/// </summary>
internal sealed class TwinSynchronizer
{
    private const int Capacity = 256;
    private readonly Func<CancellationToken, Task<ModuleTwin?>> _fetch;
    private readonly ILogger _logger;
    private readonly Channel<TwinEvent> _events =
        Channel.CreateBounded<TwinEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _worker;
    private DesiredPropertiesHandler? _handler;
    private JsonObject _document = [];
    private long? _version;
    private bool _hasDocument;
    private readonly AsyncLocal<object?> _callersRun = new();
    private object? _run;
    private TaskCompletionSource _hubNeeded = NewSignal();
    private List<TwinEvent>? _held;
    private bool _isExpected;
    private bool _lostPatch;

    /// <summary>Begins to work.</summary>
    /// <param name="fetch">Gets the twin, or <see langword="null"/> where the connection was lost, after which the next one brings it.</param>
    /// <param name="logger">Where failures of handlers go.</param>
    public TwinSynchronizer(Func<CancellationToken, Task<ModuleTwin?>> fetch, ILogger logger)
    {
        _fetch = fetch;
        _logger = logger;
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>Whether anybody wants to hear of desired properties.</summary>
    public bool HasHandler => Volatile.Read(ref _handler) is not null;

    /// <summary>Completes while the handler waits for the hub, which nobody may keep from it until the handler is done.</summary>
    public Task HubNeeded => Volatile.Read(ref _hubNeeded).Task;

    /// <summary>Sets the handler.</summary>
    public void Set(DesiredPropertiesHandler handler) => Volatile.Write(ref _handler, handler);

    /// <summary>Takes a patch that arrived.</summary>
    public void OnPatch(JsonObject patch, long version)
    {
        // A full queue means that the handler hangs; the version after the gap brings everything at once.
        if (!_events.Writer.TryWrite(new TwinEvent(null, patch, version, null))) Volatile.Write(ref _lostPatch, true);
    }

    /// <summary>
    /// Tells that a twin will be got, before it is asked for: patches that come before it are looked at after it. It may have been made
    /// before them, although it arrives here behind them.
    /// </summary>
    public async Task ExpectTwinAsync(CancellationToken cancellationToken)
    {
        // However often it is tried to connect while a handler runs, it is told once.
        if (!Interlocked.Exchange(ref _isExpected, true)) await WriteAsync(new TwinEvent(null, null, 0, null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a twin that was got.</summary>
    /// <returns>Completes when the handler has seen it.</returns>
    public async Task<Task> OnTwinAsync(ModuleTwin twin, CancellationToken cancellationToken)
    {
        var handled = NewSignal();
        return await WriteAsync(new TwinEvent(twin, null, 0, handled), cancellationToken).ConfigureAwait(false) ? handled.Task : Task.CompletedTask;
    }

    /// <summary>Tells that somebody asks the hub for something; it matters where that is the handler.</summary>
    public void OnHubCall()
    {
        if (_callersRun.Value is { } run && ReferenceEquals(run, Volatile.Read(ref _run))) Volatile.Read(ref _hubNeeded).TrySetResult();
    }

    /// <summary>Takes no more; waits for the handler that runs, and cancels it when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stopping);
        await _worker.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync()
    {
        await foreach (var change in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (change.Twin is not null)
            {
                await TakeTwinAsync(change.Twin).ConfigureAwait(false);
                change.Handled!.TrySetResult();
                await TakeHeldAsync().ConfigureAwait(false);
            }
            else if (change.Patch is null)
            {
                Volatile.Write(ref _isExpected, false);
                Volatile.Write(ref _lostPatch, false);
                _held = [];
            }
            else if (_held is null) await TakePatchAsync(change.Patch, change.Version).ConfigureAwait(false);
            else if (_held.Count < Capacity) _held.Add(change);
            else Volatile.Write(ref _lostPatch, true);
        }
    }

    private async Task TakeHeldAsync()
    {
        var held = _held ?? [];
        _held = null;
        foreach (var change in held) await TakePatchAsync(change.Patch!, change.Version).ConfigureAwait(false);
    }

    private async Task<bool> WriteAsync(TwinEvent change, CancellationToken cancellationToken)
    {
        try
        {
            await _events.Writer.WriteAsync(change, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false; // the module stops, and hears of no more changes
        }
    }

    private async Task TakePatchAsync(JsonObject patch, long version)
    {
        // Before the first twin there is nothing to merge into; the twin that is on its way includes the patch.
        if (_version is not { } current || version <= current) return;
        if (version == current + 1 && !Volatile.Read(ref _lostPatch))
        {
            var merged = (JsonObject)_document.DeepClone();
            TwinMerge.Apply(merged, patch);
            await ReplaceAsync(merged, version).ConfigureAwait(false);
            return;
        }

        Volatile.Write(ref _lostPatch, false);
        if (await _fetch(_stopping.Token).ConfigureAwait(false) is { } twin) await TakeTwinAsync(twin).ConfigureAwait(false);
        else Volatile.Write(ref _lostPatch, true);
    }

    private Task TakeTwinAsync(ModuleTwin twin) =>
        twin.Desired.Version is null && _hasDocument ? Task.CompletedTask : ReplaceAsync(twin.Desired.Properties, twin.Desired.Version);

    private async Task ReplaceAsync(JsonObject document, long? version)
    {
        var changes = _hasDocument ? TwinMerge.Diff(_document, document) : document;
        var isNews = !_hasDocument || changes.Count > 0;
        (_document, _version, _hasDocument) = (document, version, true);
        if (!isNews || Volatile.Read(ref _handler) is not { } handler) return;
        var run = new object();
        _callersRun.Value = run;
        Volatile.Write(ref _run, run);
        try
        {
            var copy = new DesiredProperties((JsonObject)document.DeepClone(), (JsonObject)changes.DeepClone(), version);
            await handler(copy, _stopping.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the author's code throws, the next change must reach it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.DesiredHandlerThrew(exception, version);
        }
        finally
        {
            Volatile.Write(ref _run, null);
            if (HubNeeded.IsCompleted) Volatile.Write(ref _hubNeeded, NewSignal());
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record TwinEvent(ModuleTwin? Twin, JsonObject? Patch, long Version, TaskCompletionSource? Handled);
}
