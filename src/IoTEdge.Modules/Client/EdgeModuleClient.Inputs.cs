using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IoTEdge.Modules.Inputs;

namespace IoTEdge.Modules;

public sealed partial class EdgeModuleClient
{
    private readonly ConcurrentDictionary<string, InputReader> _readers = new(StringComparer.Ordinal);

    /// <summary>Sets the handler of an input; it may be set before opening or after, and replaced.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="handler">The handler; it runs for one message at a time.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetInputHandlerAsync(string input, InputHandler handler, CancellationToken cancellationToken = default) =>
        SetInputHandlerAsync(input, handler, InputPolicy.Default, cancellationToken);

    /// <summary>Sets the handler of an input, and how its messages are handled.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="policy">How many at a time, in which order, and what happens when the handler throws. It takes single messages: <see cref="InputPolicy.BatchSize"/> is 1.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetInputHandlerAsync(string input, InputHandler handler, InputPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.BatchSize, 1, nameof(policy));
        return SetInputAsync(input, new InputBinding(handler, policy), cancellationToken);
    }

    /// <summary>Sets a handler of an input that takes its messages in batches.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="policy">How large a batch may be, how long it waits for more, and what happens when the handler throws.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetInputBatchHandlerAsync(string input, InputBatchHandler handler, InputPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        return SetInputAsync(input, new InputBinding(handler, policy), cancellationToken);
    }

    /// <summary>Sets the handler of every input that has none of its own.</summary>
    /// <param name="handler">The handler; it runs for one message at a time.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetDefaultInputHandlerAsync(InputHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _loop.Inputs.Set(null, new InputBinding(handler, InputPolicy.Default));
        return _loop.SubscribeAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the messages of an input one by one, instead of a handler. Asking for the next waits while as many as
    /// <see cref="InputPolicy.Concurrency"/> allows have no outcome: give each one. A message without an outcome when the enumeration ends is
    /// given back, and comes first in the next; without an enumeration messages wait at the hub. The enumeration ends when the client closes.
    /// </summary>
    /// <param name="input">The input's name.</param>
    /// <param name="policy">How many messages may be without an outcome, and in which order they come; the defaults where <see langword="null"/>. The first call for an input decides.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<ReceivedMessage> ReadInputAsync(string input, InputPolicy? policy = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        policy ??= InputPolicy.Default;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.BatchSize, 1, nameof(policy));
        policy.Validate();
        return ReadAsync(_readers.GetOrAdd(input, static (_, made) => new InputReader(made.policy, made.Stopping), (policy, _loop.Inputs.Stopping)), input, cancellationToken);
    }

    private async IAsyncEnumerable<ReceivedMessage> ReadAsync(InputReader reader, string input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SetInputAsync(input, reader.Binding, cancellationToken).ConfigureAwait(false);
        await foreach (var message in reader.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return message;
    }

    internal Task SetInputAsync(string input, InputBinding binding, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        binding.Policy.Validate();

        // Before the first message: what was parked when the module last ran comes first.
        _storage.Open();
        _loop.Inputs.Set(input, binding);
        return _loop.SubscribeAsync(cancellationToken);
    }
}
