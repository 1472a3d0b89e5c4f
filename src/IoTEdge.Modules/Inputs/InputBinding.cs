namespace IoTEdge.Modules.Inputs;

/// <summary>The handler of an input, and how its messages are handled.</summary>
internal sealed class InputBinding(InputBatchHandler handler, InputPolicy policy)
{
    public InputBinding(InputHandler handler, InputPolicy policy)
        : this((messages, cancellationToken) => handler(messages[0], cancellationToken), policy)
    {
    }

    public InputBatchHandler Handler { get; private init; } = handler;

    public InputPolicy Policy { get; } = policy;

    /// <summary>Reads the payload of a message into it before a run, and tells why it cannot be read; null where there is nothing to read.</summary>
    public Func<EdgeMessage, string?>? Read { get; init; }

    /// <summary>The key of a message whose payload is read.</summary>
    public Func<EdgeMessage, string?>? Key { get; init; } = policy.OrderBy;

    /// <summary>One for each run that there may be side by side.</summary>
    public SemaphoreSlim Slots { get; } = new(policy.Concurrency, policy.Concurrency);

    /// <summary>The key of a message among which its order is kept; null where it stands in none.</summary>
    public string? KeyOf(EdgeMessage message)
    {
        if (Key is null) return Policy.Concurrency == 1 ? "" : null;
        try
        {
            return message.Payload is null && Read?.Invoke(message) is not null ? null : Key(message);
        }
#pragma warning disable CA1031 // What the author's code throws here it throws in the run too, where it is handled.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    public InputBinding With(InputBatchHandler other) => new(other, Policy) { Read = Read, Key = Key };
}
