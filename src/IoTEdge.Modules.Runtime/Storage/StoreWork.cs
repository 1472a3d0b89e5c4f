using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>What the writing loop does next: a batch of messages, some other change, or nothing but to look up.</summary>
internal readonly struct StoreWork(MessageBatch? batch, StoreChange? change)
{
    public MessageBatch? Batch { get; } = batch;

    public StoreChange? Change { get; } = change;

    public void Complete()
    {
        Batch?.Complete();
        Change?.Complete();
    }

    public void Fail(Exception exception)
    {
        Batch?.Fail(exception);
        Change?.Fail(exception);
    }
}
