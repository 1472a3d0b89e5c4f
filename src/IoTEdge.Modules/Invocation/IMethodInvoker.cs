namespace IoTEdge.Modules;

/// <summary>
/// Calls direct methods of other modules and devices, over HTTPS at the gateway or hub (protocol section 3), so a handler may call while others wait
/// for it. A service of hosts with a module; <see cref="EdgeModuleClient.MethodInvoker"/> elsewhere.
/// </summary>
public interface IMethodInvoker
{
    /// <summary>Calls a method with a request and a response in JSON.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TResponse">The response's type.</typeparam>
    /// <param name="target">Whose method.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="request">The request; written as JSON it may have 128 KiB.</param>
    /// <param name="options">Time-outs; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the method may still run.</param>
    /// <exception cref="MethodFault">The method answered with a status other than 200 to 299.</exception>
    /// <exception cref="EdgeModuleException">
    /// The target is not connected (<see cref="EdgeModuleErrorReason.TargetUnavailable"/>), did not answer in time, or the hub refused the call.
    /// </exception>
    Task<TResponse> InvokeAsync<TRequest, TResponse>(
        MethodTarget target, string method, TRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Calls a method and gives its answer as it is, whatever its status.</summary>
    /// <param name="target">Whose method.</param>
    /// <param name="request">The method's name and payload; an empty payload is sent as null.</param>
    /// <param name="options">Time-outs; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the method may still run.</param>
    /// <exception cref="EdgeModuleException">
    /// The target is not connected (<see cref="EdgeModuleErrorReason.TargetUnavailable"/>), did not answer in time, or the hub refused the call.
    /// </exception>
    Task<MethodResult> InvokeAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default);
}
