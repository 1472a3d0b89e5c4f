using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Storage;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Outputs;

/// <summary>The rows of durable outputs, and their limits. Used by the store's writer only.</summary>
internal sealed class OutboxTable(Func<string, OutboxShelf> shelfOf, TimeProvider time, OutboxDrops drops) : IStoreParticipant
{
    private readonly List<OutboxPut> _settled = [];
    private readonly List<OutboxPut> _queued = [];
    private readonly List<OutboxPut> _admitted = [];
    private readonly List<StoredMessage> _acknowledged = [];
    private readonly List<(string Output, string Reason)> _dropped = [];
    private readonly HashSet<OutboxShelf> _shelves = [];
    private OutboxRows? _rows;
    private long _next;
    private long _sentThrough;

    /// <summary>Whether nothing is kept; as of the last commit.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Hears of each commit, and whether it stored a message.</summary>
    public Action<bool>? OnCommitted { get; set; }

    public void Load(SqliteConnection connection)
    {
        _rows ??= new OutboxRows(connection);
        foreach (var shelf in _shelves) shelf.Set(0, 0);
        foreach (var (output, count, bytes) in _rows.Totals()) Known(shelfOf(output)).Set(count, bytes);
        _next = Math.Max(_next, _rows.LastSequence() + 1);
        Show();
    }

    /// <summary>Stores a message, or drops one as the policy says, or lets it wait behind others of its output.</summary>
    public void Put(OutboxPut put)
    {
        var shelf = Known(put.Shelf);
        ReleaseAcknowledged();
        if (shelf.Waiting.Count == 0 && TryPut(put)) return;
        shelf.Waiting.Enqueue(put);
        _queued.Add(put);
    }

    /// <summary>Forgets messages that the hub has. What cannot be forgotten now is with the next change.</summary>
    public void Release(IReadOnlyList<StoredMessage> messages)
    {
        _acknowledged.AddRange(messages);
        ReleaseAcknowledged();
    }

    /// <summary>Reads the next messages to be sent, up to a count and a size.</summary>
    public List<StoredMessage> Read(long after, int count)
    {
        foreach (var shelf in _shelves) Expire(shelf);
        var released = _acknowledged.Select(message => message.Sequence).ToHashSet();
        var page = _rows!.Read(after, count + released.Count).Where(row => !released.Contains(row.Sequence)).Take(count)
            .Select(row => new StoredMessage(row.Sequence, shelfOf(row.Output), PropertyBag.Parse(row.Properties), row.Body, row.Size)).ToList();
        Volatile.Write(ref _sentThrough, page.Count > 0 ? page[^1].Sequence : after);
        return page;
    }

    /// <summary>Nothing is on its way to the hub any more: the oldest messages are the first to be dropped.</summary>
    public void Unsend() => Volatile.Write(ref _sentThrough, 0);

    public void Committed()
    {
        foreach (var put in _settled) put.Complete();
        foreach (var (output, reason) in _dropped) drops.Add(output, reason, 1);
        var hasStored = _settled.Count > 0;
        _acknowledged.Clear();
        EndTransaction();
        Show();
        OnCommitted?.Invoke(hasStored);
    }

    public void RolledBack(EdgeModuleException reason, bool isFinal)
    {
        // What waited before waits again, in its place; what came with this transaction is told, or tried again, by its own work.
        foreach (var shelf in _shelves)
        {
            var before = isFinal ? [] : _admitted.Where(put => put.Shelf == shelf);
            OutboxPut[] waiting = [.. before.Concat(shelf.Waiting).Except(_queued)];
            shelf.Waiting.Clear();
            foreach (var put in waiting) shelf.Waiting.Enqueue(put);
        }

        if (isFinal)
        {
            foreach (var put in _admitted) put.Fail(reason);
        }

        EndTransaction();
    }

    /// <summary>After the last commit: nobody makes room any more.</summary>
    public void Close(EdgeModuleException reason)
    {
        foreach (var shelf in _shelves)
        {
            foreach (var put in shelf.Waiting) put.Fail(reason);
            shelf.Show(0, 0);
        }
    }

    private bool TryPut(OutboxPut put)
    {
        var shelf = put.Shelf;
        if (put.Settled.IsCompleted) return true;
        if (!shelf.HasRoomFor(put.Size)) Expire(shelf);
        while (!shelf.HasRoomFor(put.Size))
        {
            switch (shelf.Policy.WhenFull)
            {
                case WhenFull.DropNewest:
                    _dropped.Add((shelf.Output, OutboxDrops.Full));
                    _settled.Add(put);
                    return true;
                case WhenFull.DropOldest when DeleteOldest(shelf) is { } size:
                    shelf.Remove(size);
                    _dropped.Add((shelf.Output, OutboxDrops.Full));
                    break;
                default:
                    return false;
            }
        }

        _rows!.Insert(_next++, put, time.GetUtcNow().ToUnixTimeMilliseconds());
        shelf.Add(put.Size);
        _settled.Add(put);
        return true;
    }

    private void ReleaseAcknowledged()
    {
        foreach (var message in _acknowledged)
        {
            // Not there any more where it was dropped on its way.
            if (_rows!.Delete(message.Sequence)) message.Shelf.Remove(message.Size);
        }

        foreach (var shelf in _shelves)
        {
            while (shelf.Waiting.TryPeek(out var put) && TryPut(put)) _admitted.Add(shelf.Waiting.Dequeue());
        }
    }

    private long? DeleteOldest(OutboxShelf shelf) =>
        _rows!.DeleteOldest(shelf.Output, Volatile.Read(ref _sentThrough)) ?? _rows.DeleteOldest(shelf.Output, after: 0);

    private void Expire(OutboxShelf shelf)
    {
        if (shelf.Policy.MaxAge == TimeSpan.Zero || shelf.Count == 0) return;
        var limit = (time.GetUtcNow() - shelf.Policy.MaxAge).ToUnixTimeMilliseconds();
        while (_rows!.DeleteOldest(shelf.Output, after: 0, storedBefore: limit) is { } size)
        {
            shelf.Remove(size);
            _dropped.Add((shelf.Output, OutboxDrops.Expired));
        }
    }

    private void EndTransaction()
    {
        _settled.Clear();
        _queued.Clear();
        _admitted.Clear();
        _dropped.Clear();
    }

    private OutboxShelf Known(OutboxShelf shelf)
    {
        _shelves.Add(shelf);
        return shelf;
    }

    private void Show()
    {
        var isEmpty = true;
        foreach (var shelf in _shelves)
        {
            shelf.Show(shelf.Count, shelf.Bytes);
            isEmpty &= shelf.Count == 0;
        }

        IsEmpty = isEmpty;
    }
}
