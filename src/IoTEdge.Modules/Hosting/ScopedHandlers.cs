using IoTEdge.Modules.Inputs;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Hosting;

/// <summary>Wraps the handlers of a hosted module: each run has services of its own, and exceptions of the author's kinds become statuses.</summary>
internal sealed class ScopedHandlers(IServiceScopeFactory scopes, IDictionary<Type, int> methodStatuses)
{
    public InputBinding Wrap(InputBinding input) => input.With(async (messages, cancellationToken) =>
    {
        var scope = new HandlerScope(scopes);
        await using (scope.ConfigureAwait(false))
        {
            foreach (var message in messages) message.Scope = scope;
            return await input.Handler(messages, cancellationToken).ConfigureAwait(false);
        }
    });

    public MethodHandler Wrap(MethodHandler handler) => async (call, cancellationToken) =>
    {
        var scope = new HandlerScope(scopes);
        await using (scope.ConfigureAwait(false))
        {
            call.Scope = scope;
            try
            {
                return await handler(call, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not MethodFault && StatusOf(exception) is { } status)
            {
                throw new MethodFault(status, exception.Message, exception);
            }
        }
    };

    // The nearest base that is mapped decides, as catch clauses do.
    private int? StatusOf(Exception exception)
    {
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (methodStatuses.TryGetValue(type, out var status)) return status;
        }

        return null;
    }
}
