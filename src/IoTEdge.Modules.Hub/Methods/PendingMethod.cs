using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Methods;

/// <summary>A call that waits for its answer, and whose answer it is.</summary>
internal sealed class PendingMethod(ClientIdentity identity)
{
    private readonly TaskCompletionSource<(int Status, byte[] Payload)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClientIdentity Identity { get; } = identity;

    public Task<(int Status, byte[] Payload)> Answer => _answer.Task;

    public void Complete(int status, byte[] payload) => _answer.TrySetResult((status, payload));
}
