namespace IoTEdge.Modules;

/// <summary>Handles a message of an input. Throwing is like <see cref="InputResult.Retry"/> with a growing delay, and is logged.</summary>
/// <param name="message">The message.</param>
/// <param name="cancellationToken">Is cancelled when the module's time to stop is over.</param>
/// <returns>What becomes of the message.</returns>
public delegate Task<InputResult> InputHandler(EdgeMessage message, CancellationToken cancellationToken);
