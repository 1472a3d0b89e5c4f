namespace IoTEdge.Modules;

/// <summary>Handles a direct method. Throwing answers with status 500 and is logged.</summary>
/// <param name="request">The call.</param>
/// <param name="cancellationToken">Is cancelled when the module's time to stop is over.</param>
/// <returns>The answer.</returns>
public delegate Task<MethodResult> MethodHandler(MethodRequest request, CancellationToken cancellationToken);
