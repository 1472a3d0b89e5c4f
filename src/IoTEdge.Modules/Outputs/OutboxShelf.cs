using IoTEdge.Modules.Health;
using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules.Outputs;

/// <summary>What the outbox keeps for one output, and who waits for room. Except for the policy it is touched by the store's writer only.</summary>
internal sealed class OutboxShelf(string output)
{
    private long _shownCount;
    private long _shownBytes;

    public string Output { get; } = output;

    public OutputPolicy Policy { get; set; } = OutputPolicy.Default;

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Sends that wait for room, in the order of the calls. Each is a caller that waits too.</summary>
    public Queue<OutboxPut> Waiting { get; } = new();

    public bool HasRoomFor(long size) => Bytes + size <= Policy.MaxBytes && (Policy.MaxCount == 0 || Count < Policy.MaxCount);

    public void Set(long count, long bytes) => (Count, Bytes) = (count, bytes);

    public void Add(long size) => Set(Count + 1, Bytes + size);

    public void Remove(long size) => Set(Count - 1, Bytes - size);

    /// <summary>What is committed; may be asked by anybody.</summary>
    public OutboxFill Fill()
    {
        var (count, bytes) = (Interlocked.Read(ref _shownCount), Interlocked.Read(ref _shownBytes));
        var policy = Policy;
        var share = (double)bytes / policy.MaxBytes;
        return new OutboxFill(Output, count, bytes, policy.MaxCount > 0 ? Math.Max(share, (double)count / policy.MaxCount) : share);
    }

    /// <summary>Tells the metrics what is committed.</summary>
    public void Show(long count, long bytes)
    {
        if (count == _shownCount && bytes == _shownBytes) return;
        ModuleMetrics.Stored(Output, count - _shownCount, bytes - _shownBytes);
        (_shownCount, _shownBytes) = (count, bytes);
    }
}
