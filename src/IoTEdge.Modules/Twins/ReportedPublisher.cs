using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Twins;

/// <summary>
/// Publishes reported properties: the difference to what the hub has, one patch per window. It is the only writer of them: what the module
/// sets and what it acknowledges leave together.
/// </summary>
internal sealed class ReportedPublisher(ModuleContext context, IReportedSource? source)
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly List<(long Revision, TaskCompletionSource Completion)> _flushes = [];
    private JsonObject _acknowledgement = [];
    private JsonObject? _known;
    private long _revision;
    private Task _worker = Task.CompletedTask;
    private TaskCompletionSource _hurry = NewSignal();

    public ModuleContext Context => context;

    public void Start()
    {
        source?.Start(this);
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>Tells that the module has set properties.</summary>
    public void OnChanged()
    {
        Interlocked.Increment(ref _revision);
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Replaces what is told of desired properties.</summary>
    public void Acknowledge(JsonObject acknowledgement)
    {
        lock (_gate) _acknowledgement = acknowledgement;
        OnChanged();
    }

    /// <summary>Waits until the hub has everything that was set before the call.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var completion = NewSignal();
        lock (_gate)
        {
            _flushes.Add((Interlocked.Read(ref _revision), completion));
            _hurry.TrySetResult();
        }

        _signal.Writer.TryWrite(true);
        return completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes what the hub has; after each connect.</summary>
    public void OnKnown(TwinSection reported)
    {
        if (reported.Version is null) return;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _known is null;
            _known = (JsonObject)reported.Properties.DeepClone();
        }

        if (isFirst) source?.BeginWith(reported.Properties);
        _signal.Writer.TryWrite(true);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WorkAsync()
    {
        while (await _signal.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
        {
            Task hurry;
            lock (_gate) hurry = _hurry.Task;
            await Task.WhenAny(hurry, Task.Delay(context.Options.ReportedWindow, context.Options.Client.TimeProvider, _stopping.Token)).ConfigureAwait(false);
            _stopping.Token.ThrowIfCancellationRequested();
            _signal.Reader.TryRead(out _);
            lock (_gate) _hurry = NewSignal();
            await PublishAsync().ConfigureAwait(false);
        }
    }

    private async Task PublishAsync()
    {
        var revision = Interlocked.Read(ref _revision);
        try
        {
            JsonObject document;
            lock (_gate) document = Document();
            await PublishAsync(document).ConfigureAwait(false);
            CompleteFlushes(revision, null);
        }
        catch (EdgeModuleException exception) when (exception.IsTransient)
        {
            // Whoever flushes goes on waiting; the next window tries again.
            context.Logger.ReportedDelayed(exception.Message);
            _signal.Writer.TryWrite(true);
        }
        catch (EdgeModuleException exception)
        {
            context.Logger.ReportedRefused(exception.Message);
            CompleteFlushes(revision, exception);
            await AcknowledgeAloneAsync().ConfigureAwait(false);
        }
    }

    private async Task PublishAsync(JsonObject document)
    {
        JsonObject patch;
        lock (_gate) patch = Patch(document);
        if (patch.Count > 0) await context.Client.UpdateReportedPropertiesAsync(patch, _stopping.Token).ConfigureAwait(false);
        lock (_gate)
        {
            TwinMerge.Apply(_known ??= [], patch);
            foreach (var (name, _) in document) _published.Add(name);
        }
    }

    // What the module has set is refused; what it says of desired properties must not be lost with it.
    private async Task AcknowledgeAloneAsync()
    {
        JsonObject? patch;
        lock (_gate) patch = TwinMerge.Diff(_known ?? [], _acknowledgement);
        foreach (var name in patch.Select(member => member.Key).Except(_acknowledgement.Select(member => member.Key)).ToList()) patch.Remove(name);
        if (patch.Count == 0) return;
        try
        {
            await context.Client.UpdateReportedPropertiesAsync(patch, _stopping.Token).ConfigureAwait(false);
            lock (_gate) TwinMerge.Apply(_known ??= [], patch);
        }
        catch (EdgeModuleException exception)
        {
            context.Logger.ReportedRefused(exception.Message);
        }
    }

    private JsonObject Document()
    {
        var document = source?.ToDocument() ?? [];
        TwinComponents.Mark(document, context.Options.Components);
        TwinMerge.Apply(document, _acknowledgement);

        // No value is said by absence; a null would be a deletion that is sent again and again.
        return TwinSerialization.WithoutNulls(document);
    }

    private JsonObject Patch(JsonObject document)
    {
        var patch = TwinMerge.Diff(_known ?? [], document);

        // What another writer, or an earlier version of the module, has reported is not ours to remove.
        foreach (var (name, _) in _known ?? [])
        {
            if (!document.ContainsKey(name) && !_published.Contains(name)) patch.Remove(name);
        }

        return patch;
    }

    private void CompleteFlushes(long revision, EdgeModuleException? failure)
    {
        List<TaskCompletionSource> done;
        lock (_gate)
        {
            done = [.. _flushes.Where(flush => flush.Revision <= revision).Select(flush => flush.Completion)];
            _flushes.RemoveAll(flush => flush.Revision <= revision);
        }

        foreach (var completion in done)
        {
            if (failure is null) completion.TrySetResult();
            else completion.TrySetException(failure);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
