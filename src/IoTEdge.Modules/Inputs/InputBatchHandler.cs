namespace IoTEdge.Modules;

/// <summary>
/// Handles several messages of an input at once. Throwing is logged, and the handler runs again with the same batch, as often as the
/// <see cref="InputPolicy"/> allows; after that once more for each message alone, and what throws alone is a dead letter.
/// </summary>
/// <param name="messages">The messages, one at least, in the order of arrival.</param>
/// <param name="cancellationToken">Is cancelled when the module's time to stop is over.</param>
/// <returns>What becomes of all of them.</returns>
public delegate Task<InputResult> InputBatchHandler(IReadOnlyList<EdgeMessage> messages, CancellationToken cancellationToken);
