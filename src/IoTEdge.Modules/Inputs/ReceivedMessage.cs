namespace IoTEdge.Modules;

/// <summary>A message that was pulled from an input, and waits for its outcome. The first outcome counts; another one throws. Thread-safe.</summary>
public sealed class ReceivedMessage
{
    private readonly TaskCompletionSource<InputResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;

    internal ReceivedMessage(EdgeMessage message) => Message = message;

    /// <summary>The message.</summary>
    public EdgeMessage Message { get; }

    internal Task<InputResult> Outcome => _outcome.Task;

    /// <summary>The message is done: it is acknowledged, and the hub forgets it.</summary>
    /// <param name="cancellationToken">Ends the wait, not the outcome.</param>
    /// <exception cref="InvalidOperationException">The message has an outcome, or its enumeration has ended.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default) => SettleAsync(InputResult.Complete, cancellationToken);

    /// <summary>The message comes again, by the same enumeration or the next.</summary>
    /// <param name="after">How long to wait, from zero to one day.</param>
    /// <param name="cancellationToken">Not looked at: the call does not wait.</param>
    /// <exception cref="InvalidOperationException">The message has an outcome, or its enumeration has ended.</exception>
    public Task RetryAsync(TimeSpan after, CancellationToken cancellationToken = default)
    {
        Set(InputResult.Retry(after));
        return Task.CompletedTask;
    }

    /// <summary>No attempt can succeed: the message leaves by <see cref="InputPolicy.DeadLetterOutput"/>; completes when the hub has that.</summary>
    /// <param name="reason">Why, for whoever looks at dead letters.</param>
    /// <param name="cancellationToken">Ends the wait, not the outcome.</param>
    /// <exception cref="InvalidOperationException">The message has an outcome, or its enumeration has ended.</exception>
    public Task DeadLetterAsync(string reason, CancellationToken cancellationToken = default) => SettleAsync(InputResult.DeadLetter(reason), cancellationToken);

    /// <summary>Gives the message to an enumeration.</summary>
    /// <returns>Whether it is still to be had.</returns>
    internal bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>The enumeration has ended: what has no outcome is given back.</summary>
    internal void GiveBack() => _outcome.TrySetResult(InputResult.Retry(TimeSpan.Zero));

    private Task SettleAsync(InputResult result, CancellationToken cancellationToken)
    {
        Set(result);
        return Message.Run is { } run ? run.WhenEnded().WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    private void Set(InputResult result)
    {
        if (!_outcome.TrySetResult(result)) throw new InvalidOperationException($"Message {Message.MessageId} of input '{Message.InputName}' has an outcome already, or its enumeration has ended.");
    }
}
