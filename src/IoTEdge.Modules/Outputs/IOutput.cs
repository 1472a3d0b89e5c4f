namespace IoTEdge.Modules;

/// <summary>An output of the module, for payloads of one type. Thread-safe; messages leave in the order of the calls.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
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
}
