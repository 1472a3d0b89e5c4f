using System.Collections.Concurrent;
using IoTEdge.Modules.Inputs;

namespace IoTEdge.Modules.Health;

/// <summary>Keeps an eye on the handlers of a module: what runs since when, and how often it failed in a row.</summary>
internal sealed class HandlerWatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HandlerRuns> _handlers = new(StringComparer.Ordinal);

    /// <summary>Watches the handler of an input.</summary>
    public InputBinding Wrap(string input, InputBinding binding)
    {
        var runs = Of($"input {input}");
        return binding.With(async (messages, cancellationToken) =>
        {
            var run = runs.Begin();
            var isGood = false;
            try
            {
                var result = await binding.Handler(messages, cancellationToken).ConfigureAwait(false);
                isGood = true;
                return result;
            }
            finally
            {
                runs.End(run, isGood);
            }
        });
    }

    /// <summary>Watches the handler of a direct method; what it throws is the caller's to know, and may be the caller's fault.</summary>
    public MethodHandler Wrap(string method, MethodHandler handler)
    {
        var runs = Of($"method {method}");
        return async (call, cancellationToken) =>
        {
            var run = runs.Begin();
            try
            {
                return await handler(call, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                runs.End(run, isGood: true);
            }
        };
    }

    /// <summary>What each handler does right now.</summary>
    public IReadOnlyList<HandlerState> Look() => [.. _handlers.Select(handler => handler.Value.Look(handler.Key))];

    private HandlerRuns Of(string name) => _handlers.GetOrAdd(name, static (_, clock) => new HandlerRuns(clock), time);
}
