using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Hosting;

/// <summary>The services of one message or call; made when a handler first asks for one, because most never do.</summary>
internal sealed class HandlerScope(IServiceScopeFactory scopes) : IAsyncDisposable
{
    private readonly IServiceScopeFactory _scopes = scopes;
    private AsyncServiceScope? _scope;
    private bool _isDisposed;

    /// <summary>The services of the scope that a message or call carries while it is handled.</summary>
    public static IServiceProvider ServicesOf(HandlerScope? scope, string subject) => scope is { _isDisposed: false }
        ? (scope._scope ??= scope._scopes.CreateAsyncScope()).ServiceProvider
        : throw new InvalidOperationException($"{subject} has services only while a hosted module handles it.");

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_scope is { } scope) await scope.DisposeAsync().ConfigureAwait(false);
    }
}
