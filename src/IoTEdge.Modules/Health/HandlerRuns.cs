namespace IoTEdge.Modules.Health;

/// <summary>The runs of one handler.</summary>
internal sealed class HandlerRuns(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<long> _running = [];
    private int _failuresInARow;

    public LinkedListNode<long> Begin()
    {
        lock (_gate) return _running.AddLast(time.GetTimestamp());
    }

    public void End(LinkedListNode<long> run, bool isGood)
    {
        lock (_gate)
        {
            _running.Remove(run);
            _failuresInARow = isGood ? 0 : _failuresInARow + 1;
        }
    }

    public HandlerState Look(string name)
    {
        lock (_gate) return new HandlerState(name, _running.First is { } oldest ? time.GetElapsedTime(oldest.Value) : TimeSpan.Zero, _failuresInARow);
    }
}
