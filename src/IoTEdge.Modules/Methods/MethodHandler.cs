namespace IoTEdge.Modules;

/// <summary>Handles a direct method. A <see cref="MethodFault"/> that it throws is the answer; any other exception is logged and answered with status 500.</summary>
/// <param name="request">The call.</param>
/// <param name="cancellationToken">Is cancelled at the call's deadline, and when the module's time to stop is over.</param>
/// <returns>The answer.</returns>
public delegate Task<MethodResult> MethodHandler(MethodRequest request, CancellationToken cancellationToken);
