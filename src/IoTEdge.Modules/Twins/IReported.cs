namespace IoTEdge.Modules;

/// <summary>
/// The reported properties of the module. Changes are collected and sent as one smallest patch per window (1 s by default): a twin is
/// a state and no stream. Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the reported properties.</typeparam>
public interface IReported<T>
{
    /// <summary>The properties as the module has set them last.</summary>
    T Current { get; }

    /// <summary>Changes the properties; returns at once.</summary>
    /// <param name="change">Makes the new properties of the current ones; may run more than once when callers compete, so let it have no side effects.</param>
    void Update(Func<T, T> change);

    /// <summary>Waits until the hub has everything that was set before the call.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The hub refused the properties, for example for their size.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
