using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Twins;

/// <summary>Gives the desired properties in force to services that know nothing of modules.</summary>
internal sealed class DesiredMonitor<T> : IOptionsMonitor<T>, IOptions<T>
    where T : class, new()
{
    private readonly Lock _gate = new();
    private readonly List<Action<T, string?>> _listeners = [];
    private T _current = new();

    public T CurrentValue => Volatile.Read(ref _current);

    public T Value => CurrentValue;

    public T Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        lock (_gate) _listeners.Add(listener);
        return new Registration(() =>
        {
            lock (_gate) _listeners.Remove(listener);
        });
    }

    public void Set(T value) => Volatile.Write(ref _current, value);

    /// <summary>Tells those who listen that the properties have changed.</summary>
    public void Notify()
    {
        Action<T, string?>[] listeners;
        lock (_gate) listeners = [.. _listeners];
        foreach (var listener in listeners) listener(CurrentValue, Options.DefaultName);
    }

    private sealed class Registration(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
