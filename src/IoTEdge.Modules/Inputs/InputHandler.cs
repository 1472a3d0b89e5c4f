namespace IoTEdge.Modules;

/// <summary>Handles a message of an input. Throwing is logged, and the handler runs again after a growing delay (100 ms to 10 s), as often as the <see cref="InputPolicy"/> allows.</summary>
/// <param name="message">The message.</param>
/// <param name="cancellationToken">Is cancelled when the module's time to stop is over.</param>
/// <returns>What becomes of the message.</returns>
public delegate Task<InputResult> InputHandler(EdgeMessage message, CancellationToken cancellationToken);
