using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Tests;

internal sealed class RecordingBatch : MessageBatch
{
    public bool IsStored { get; private set; }

    protected override void OnStored() => IsStored = true;

    protected override void OnFailed(Exception exception) => throw new InvalidOperationException("The store failed.", exception);
}
