namespace IoTEdge.Modules.Hub.Messages;

/// <summary>A batch that somebody within the hub waits for.</summary>
internal sealed class AwaitableBatch : MessageBatch
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all messages are kept, or fails when they are not.</summary>
    public Task Stored => _stored.Task;

    /// <inheritdoc/>
    protected override void OnStored() => _stored.TrySetResult();

    /// <inheritdoc/>
    protected override void OnFailed(Exception exception) => _stored.TrySetException(exception);
}
