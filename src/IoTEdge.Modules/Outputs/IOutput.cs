namespace IoTEdge.Modules;

/// <summary>An output of the module, for payloads of one type. Thread-safe; messages leave in the order of the calls.</summary>
/// <typeparam name="T">
/// The payload's type: written as JSON, unless it is <see cref="ReadOnlyMemory{T}"/> of bytes, which is sent as it is with the content type
/// <c>application/octet-stream</c>, or an <see cref="EdgeMessage"/>.
/// </typeparam>
public interface IOutput<in T>
{
    /// <summary>The output's name.</summary>
    string Name { get; }

    /// <summary>
    /// Sends a payload as JSON and completes when the hub has it (PUBACK). While the hub is away it waits; a lost connection in
    /// between may deliver the message twice, with the same id.
    /// </summary>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Ends the wait; the message may still arrive.</param>
    /// <exception cref="EdgeModuleException">The message is too large, the payload cannot be written, or the module is stopped.</exception>
    Task SendAsync(T payload, CancellationToken cancellationToken = default);

    /// <summary>Sends a payload as JSON with properties of the author's choice.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="configure">Sets properties of the message, for example its id; content type and encoding are set already.</param>
    /// <param name="cancellationToken">Ends the wait; the message may still arrive.</param>
    /// <exception cref="EdgeModuleException">The message is too large, the payload cannot be written, or the module is stopped.</exception>
    Task SendAsync(T payload, Action<EdgeMessage> configure, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends several payloads, each as a message of its own, without waiting for one before the next, and completes when the hub has all of
    /// them (of a durable output: when all are stored). They leave in their order.
    /// </summary>
    /// <param name="payloads">The payloads; not changed by the caller until the send has completed.</param>
    /// <param name="cancellationToken">Ends the wait; messages may still arrive.</param>
    /// <exception cref="EdgeModuleException">Some were not sent: <see cref="EdgeModuleException.Failures"/> says which and why. The others were.</exception>
    Task SendBatchAsync(IReadOnlyList<T> payloads, CancellationToken cancellationToken = default);
}
