namespace IoTEdge.Modules.Methods;

/// <summary>The handler of a direct method and how its calls run.</summary>
internal sealed class MethodBinding(MethodHandler handler, MethodPolicy policy)
{
    private readonly SemaphoreSlim? _turns = policy.Concurrency > 0 ? new SemaphoreSlim(policy.Concurrency, policy.Concurrency) : null;

    public MethodPolicy Policy { get; } = policy;

    /// <summary>Runs the handler when it is the call's turn.</summary>
    public async Task<MethodResult> RunAsync(MethodRequest request, CancellationToken cancellationToken)
    {
        if (_turns is null) return await handler(request, cancellationToken).ConfigureAwait(false);
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await handler(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }
}
