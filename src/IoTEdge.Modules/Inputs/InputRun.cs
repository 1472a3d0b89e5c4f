namespace IoTEdge.Modules.Inputs;

/// <summary>One message on its way through a handler.</summary>
internal sealed class InputRun(EdgeMessage message)
{
    private readonly TaskCompletionSource<bool> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EdgeMessage Message { get; } = message;

    /// <summary>Tells whether the message is to be acknowledged. Never fails.</summary>
    public Task<bool> Outcome => _outcome.Task;

    public void Finish(bool isDone) => _outcome.TrySetResult(isDone);
}
