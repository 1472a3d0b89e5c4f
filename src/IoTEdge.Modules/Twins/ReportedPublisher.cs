using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Twins;

/// <summary>Publishes reported properties: the difference to what the hub has, one patch per window.</summary>
internal sealed class ReportedPublisher<T> : IReported<T>, IReportedPublisher
    where T : class, new()
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly List<(long Revision, TaskCompletionSource Completion)> _flushes = [];
    private T _current = new();
    private JsonObject? _known;
    private long _revision;
    private ModuleContext? _context;
    private Task _worker = Task.CompletedTask;
    private TaskCompletionSource _hurry = NewSignal();

    public T Current => Volatile.Read(ref _current);

    public void Update(Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        T before, after;
        do
        {
            before = Current;
            after = change(before) ?? throw new InvalidOperationException("Reported properties cannot be replaced by null.");
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _current, after, before), before));
        Interlocked.Increment(ref _revision);
        _signal.Writer.TryWrite(true);
    }

    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_context is null) return Task.CompletedTask;
        var completion = NewSignal();
        lock (_gate)
        {
            _flushes.Add((Interlocked.Read(ref _revision), completion));
            _hurry.TrySetResult();
        }

        _signal.Writer.TryWrite(true);
        return completion.Task.WaitAsync(cancellationToken);
    }

    public void Start(ModuleContext context)
    {
        _context = context;
        _worker = Task.Run(() => WorkAsync(context));
    }

    public void OnKnown(TwinSection reported)
    {
        if (reported.Version is null) return;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _known is null;
            _known = (JsonObject)reported.Properties.DeepClone();
        }

        if (isFirst) BeginWith(reported.Properties);
        _signal.Writer.TryWrite(true);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_context is null) return;
        await FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void BeginWith(JsonObject known)
    {
        try
        {
            var last = _context!.Serializer.OverDefaults<T>(known, "The twin's reported properties");
            if (Interlocked.Read(ref _revision) == 0) Volatile.Write(ref _current, last);
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            _context!.Logger.ReportedUnreadable(typeof(T).Name, exception.Message);
        }
    }

    private async Task WorkAsync(ModuleContext context)
    {
        var time = context.Options.Client.TimeProvider;
        while (await _signal.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
        {
            Task hurry;
            lock (_gate) hurry = _hurry.Task;
            await Task.WhenAny(hurry, Task.Delay(context.Options.ReportedWindow, time, _stopping.Token)).ConfigureAwait(false);
            _stopping.Token.ThrowIfCancellationRequested();
            _signal.Reader.TryRead(out _);
            await PublishAsync(context).ConfigureAwait(false);
        }
    }

    private async Task PublishAsync(ModuleContext context)
    {
        var revision = Interlocked.Read(ref _revision);
        try
        {
            JsonObject document, patch;
            lock (_gate)
            {
                _hurry = NewSignal();
                document = context.Serializer.ToObject(Current);
                patch = TwinMerge.Diff(_known ?? [], document);

                // What another writer, or an earlier version of the module, has reported is not ours to remove.
                foreach (var (name, _) in _known ?? [])
                {
                    if (!document.ContainsKey(name) && !_published.Contains(name)) patch.Remove(name);
                }
            }

            if (patch.Count > 0) await context.Client.UpdateReportedPropertiesAsync(patch, _stopping.Token).ConfigureAwait(false);
            lock (_gate)
            {
                TwinMerge.Apply(_known ??= [], patch);
                foreach (var (name, _) in document) _published.Add(name);
            }

            CompleteFlushes(revision, null);
        }
        catch (EdgeModuleException exception)
        {
            context.Logger.ReportedRefused(exception.Message);
            CompleteFlushes(revision, exception);
        }
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
