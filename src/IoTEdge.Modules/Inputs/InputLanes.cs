namespace IoTEdge.Modules.Inputs;

/// <summary>Messages that must keep their order, one lane for each key. The first of a lane is in work, the others wait behind it.</summary>
internal sealed class InputLanes
{
    private readonly Dictionary<string, LinkedList<InputRun>> _keyed = new(StringComparer.Ordinal);

    /// <summary>Puts a message into the lane of its key, or into one of its own where it has none.</summary>
    /// <returns>The lane, and whether the message is its first, so that somebody has to begin with it.</returns>
    public (LinkedList<InputRun> Lane, bool IsFirst) Enter(InputRun run, string? key)
    {
        var isFirst = true;
        LinkedList<InputRun>? lane = null;
        if (key is null) lane = [];
        else if (!_keyed.TryGetValue(key, out lane)) _keyed.Add(key, lane = []);
        else isFirst = false;
        lane.AddLast(run.Place);
        return (lane, isFirst);
    }

    /// <summary>The message that a lane goes on with; null where there is none, and the lane is given up.</summary>
    public InputRun? Next(LinkedList<InputRun> lane, string? key)
    {
        if (lane.First is { } first) return first.Value;
        if (key is not null) _keyed.Remove(key);
        return null;
    }
}
