using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules.Twins;

/// <summary>The typed reported properties of a module as it has set them last.</summary>
internal sealed class ReportedState<T> : IReported<T>, IReportedSource
    where T : class, new()
{
    private readonly Lock _beginning = new();
    private T _current = new();
    private bool _isSet;
    private volatile ReportedPublisher? _publisher;

    public T Current => Volatile.Read(ref _current);

    public void Update(Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_beginning) _isSet = true;
        T before, after;
        do
        {
            before = Current;
            after = change(before) ?? throw new InvalidOperationException("Reported properties cannot be replaced by null.");
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _current, after, before), before));
        _publisher?.OnChanged();
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => _publisher?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public void Start(ReportedPublisher publisher) => _publisher = publisher;

    public void BeginWith(JsonObject known)
    {
        var context = _publisher!.Context;
        try
        {
            var last = context.Serializer.OverDefaults<T>(known, "The twin's reported properties");
            lock (_beginning)
            {
                if (!_isSet) Volatile.Write(ref _current, last);
            }
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            context.Logger.ReportedUnreadable(typeof(T).Name, exception.Message);
        }
    }

    public JsonObject ToDocument() => _publisher!.Context.Serializer.ToObject(Current);
}
