namespace IoTEdge.Modules.Outputs;

/// <summary>A message on its way into the outbox.</summary>
internal sealed class OutboxPut(OutboxShelf shelf, string properties, ReadOnlyMemory<byte> body)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutboxShelf Shelf { get; } = shelf;

    public string Properties { get; } = properties;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>What it counts for against the limits.</summary>
    public long Size => Properties.Length + Body.Length;

    /// <summary>Completes when the message is stored, or dropped as the output's policy says.</summary>
    public Task Settled => _settled.Task;

    public void Complete() => _settled.TrySetResult();

    public void Fail(EdgeModuleException reason) => _settled.TrySetException(reason);

    public void Cancel(CancellationToken cancellationToken) => _settled.TrySetCanceled(cancellationToken);
}
