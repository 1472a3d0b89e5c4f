using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Telemetry;
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
    private List<TwinEvent>? _held;
    private bool _lostEvent;
    private bool _lostTwin;

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

    /// <summary>Sets the handler.</summary>
    public void Set(DesiredPropertiesHandler handler) => Volatile.Write(ref _handler, handler);

    /// <summary>Takes a patch that arrived.</summary>
    public void OnPatch(JsonObject patch, long version) => TryAdd(new TwinEvent(null, patch, version, null));

    /// <summary>
    /// Tells that a twin will be got, before it is asked for: patches that come before it are looked at after it. It may have been made
    /// before them, although it arrives behind them.
    /// </summary>
    public void ExpectTwin() => TryAdd(new TwinEvent(null, null, 0, null));

    /// <summary>Takes a twin that was got.</summary>
    /// <returns>
    /// A task that completes when the handler has seen it. Whoever connects must not wait for it: the handler may itself wait for the connection.
    /// </returns>
    public Task OnTwin(ModuleTwin twin)
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (TryAdd(new TwinEvent(twin, null, 0, handled))) return handled.Task;
        Volatile.Write(ref _lostTwin, true);
        return Task.CompletedTask;
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
            await TakeAsync(change).ConfigureAwait(false);
            var isTwinOnItsWay = _held is not null && !Volatile.Read(ref _lostTwin);
            if (Volatile.Read(ref _lostEvent) && !isTwinOnItsWay && !_events.Reader.TryPeek(out _)) await CatchUpAsync().ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(TwinEvent change)
    {
        if (change.Twin is not null)
        {
            await TakeTwinAsync(change.Twin).ConfigureAwait(false);
            change.Handled!.TrySetResult();
            var held = _held ?? [];
            _held = null;
            foreach (var patch in held) await TakePatchAsync(patch.Patch!, patch.Version).ConfigureAwait(false);
        }
        else if (change.Patch is null)
        {
            Volatile.Write(ref _lostEvent, false);
            _held = [];
        }
        else if (_held is null) await TakePatchAsync(change.Patch, change.Version).ConfigureAwait(false);
        else if (_held.Count < Capacity) _held.Add(change);
        else Volatile.Write(ref _lostEvent, true);
    }

    // A full queue means that the handler hangs; once it is empty again, the twin brings at once what was dropped.
    private bool TryAdd(TwinEvent change)
    {
        if (_events.Writer.TryWrite(change)) return true;
        Volatile.Write(ref _lostEvent, true);
        return false;
    }

    private async Task TakePatchAsync(JsonObject patch, long version)
    {
        // Before the first twin there is nothing to merge into; the twin that is on its way includes the patch.
        if (_version is not { } current || version <= current) return;
        if (version == current + 1)
        {
            var merged = (JsonObject)_document.DeepClone();
            TwinMerge.Apply(merged, patch);
            await ReplaceAsync(merged, version).ConfigureAwait(false);
            return;
        }

        await CatchUpAsync().ConfigureAwait(false);
    }

    private async Task CatchUpAsync()
    {
        Volatile.Write(ref _lostEvent, false);
        Volatile.Write(ref _lostTwin, false);
        _held = null;
        if (await _fetch(_stopping.Token).ConfigureAwait(false) is { } twin) await TakeTwinAsync(twin).ConfigureAwait(false);
        else Volatile.Write(ref _lostEvent, true);
    }

    private Task TakeTwinAsync(ModuleTwin twin) =>
        twin.Desired.Version is null && _hasDocument ? Task.CompletedTask : ReplaceAsync(twin.Desired.Properties, twin.Desired.Version);

    private async Task ReplaceAsync(JsonObject document, long? version)
    {
        var changes = _hasDocument ? TwinMerge.Diff(_document, document) : document;
        var isNews = !_hasDocument || changes.Count > 0;
        (_document, _version, _hasDocument) = (document, version, true);
        if (!isNews || Volatile.Read(ref _handler) is not { } handler) return;
        ModuleMetrics.DesiredChanged();
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
    }

    private sealed record TwinEvent(ModuleTwin? Twin, JsonObject? Patch, long Version, TaskCompletionSource? Handled);
}
