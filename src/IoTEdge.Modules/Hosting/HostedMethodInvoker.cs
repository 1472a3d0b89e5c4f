namespace IoTEdge.Modules.Hosting;

/// <summary>The invoker of a hosted module; services get it before the module has its identity.</summary>
internal sealed class HostedMethodInvoker(Func<EdgeModuleBase> module) : IMethodInvoker
{
    private readonly Lazy<EdgeModuleBase> _module = new(module);

    private IMethodInvoker Invoker => _module.Value.Context.Client.MethodInvoker;

    public Task<TResponse> InvokeAsync<TRequest, TResponse>(
        MethodTarget target, string method, TRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Invoker.InvokeAsync<TRequest, TResponse>(target, method, request, options, cancellationToken);

    public Task<MethodResult> InvokeAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Invoker.InvokeAsync(target, request, options, cancellationToken);
}
