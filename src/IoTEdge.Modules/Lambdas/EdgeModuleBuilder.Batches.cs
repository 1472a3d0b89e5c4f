namespace IoTEdge.Modules;

/// <content>Handlers of inputs that take batches.</content>
public sealed partial class EdgeModuleBuilder
{
    /// <summary>Handles an input in batches; the messages are complete when the handler has run.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How large a batch may be, how long it waits for more, and what happens when the handler throws.</param>
    public void OnInputBatch<T>(string name, Func<IReadOnlyList<T>, CancellationToken, Task> handler, InputPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(handler);
        OnInputBatch<T>(name, async (payloads, cancellationToken) =>
        {
            await handler(payloads, cancellationToken).ConfigureAwait(false);
            return InputResult.Complete;
        }, policy);
    }

    /// <summary>Handles an input in batches; the messages become what the handler says.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How large a batch may be, how long it waits for more, and what happens when the handler throws.</param>
    public void OnInputBatch<T>(string name, Func<IReadOnlyList<T>, CancellationToken, Task<InputResult>> handler, InputPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        _module.Define(contract =>
        {
            if (handler is Func<IReadOnlyList<EdgeMessage>, CancellationToken, Task<InputResult>> raw) contract.AddBatchInput(name, new InputBatchHandler(raw), policy);
            else contract.AddBatchInput<T>(name, (payloads, messages, cancellationToken) => handler(payloads, cancellationToken), policy);
        });
    }
}
