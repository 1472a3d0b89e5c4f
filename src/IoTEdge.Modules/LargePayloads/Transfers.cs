namespace IoTEdge.Modules.LargePayloads;

/// <summary>Payloads on their way in parts, at the side that is called. A bounded number, each for a bounded time: what a caller leaves behind is forgotten.</summary>
internal sealed class Transfers(TimeProvider time)
{
    public const int Capacity = 8;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Transfer> _transfers = new(StringComparer.Ordinal);

    /// <summary>The transfer of an id; null where a new one has no room.</summary>
    public Transfer? Get(string id)
    {
        lock (_gate)
        {
            Forget();
            if (_transfers.TryGetValue(id, out var known))
            {
                known.TouchedAt = time.GetTimestamp();
                return known;
            }

            if (_transfers.Count >= Capacity) return null;
            var transfer = new Transfer { TouchedAt = time.GetTimestamp() };
            _transfers.Add(id, transfer);
            return transfer;
        }
    }

    public void Remove(string id)
    {
        lock (_gate) _transfers.Remove(id);
    }

    private void Forget()
    {
        foreach (var id in _transfers.Where(transfer => time.GetElapsedTime(transfer.Value.TouchedAt) > Lifetime).Select(transfer => transfer.Key).ToList()) _transfers.Remove(id);
    }
}

/// <summary>One payload in parts, and then its answer in parts.</summary>
internal sealed class Transfer
{
    public SortedDictionary<int, byte[]> Request { get; } = [];

    /// <summary>Whether the handler has begun; a part that comes again does not begin it again.</summary>
    public bool IsHandled { get; set; }

    /// <summary>The answer; null while the request is not complete.</summary>
    public IReadOnlyList<byte[]>? Answer { get; set; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; set; }

    public long TouchedAt { get; set; }
}
