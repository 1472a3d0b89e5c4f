using IoTEdge.Modules.Storage;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Outputs;

/// <summary>The statements of the outbox. They end with their connection.</summary>
internal sealed class OutboxRows(SqliteConnection connection)
{
    // One page of messages is in memory at a time.
    private const long MaxPageBytes = 4 * 1024 * 1024;
    private readonly SqliteCommand _insert = connection.Prepare("INSERT INTO outbox VALUES($0, $1, $2, $3, $4, $5)", 6);
    private readonly SqliteCommand _delete = connection.Prepare("DELETE FROM outbox WHERE sequence = $0", 1);
    private readonly SqliteCommand _oldest = connection.Prepare("SELECT sequence, size, stored FROM outbox WHERE output = $0 AND sequence > $1 ORDER BY sequence LIMIT 1", 2);
    private readonly SqliteCommand _read = connection.Prepare("SELECT sequence, output, properties, body, size FROM outbox WHERE sequence > $0 ORDER BY sequence LIMIT $1", 2);

    public List<(string Output, long Count, long Bytes)> Totals()
    {
        using var command = connection.Prepare("SELECT output, count(*), sum(size) FROM outbox GROUP BY output", 0);
        return command.Query(row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)));
    }

    public long LastSequence() => connection.Scalar("SELECT coalesce(max(sequence), 0) FROM outbox");

    public void Insert(long sequence, OutboxPut put, long now) =>
        _insert.With(sequence, put.Shelf.Output, put.Properties, Bytes(put.Body), put.Size, now).ExecuteNonQuery();

    /// <returns>Whether it was there.</returns>
    public bool Delete(long sequence) => _delete.With(sequence).ExecuteNonQuery() == 1;

    /// <summary>Deletes the oldest message of an output, if it is older than that.</summary>
    /// <returns>Its size, or null where there was none.</returns>
    public long? DeleteOldest(string output, long after, long storedBefore = long.MaxValue)
    {
        var found = _oldest.With(output, after).Query(static row => (Sequence: row.GetInt64(0), Size: row.GetInt64(1), Stored: row.GetInt64(2)));
        if (found is not [var oldest] || oldest.Stored >= storedBefore) return null;
        Delete(oldest.Sequence);
        return oldest.Size;
    }

    public List<(long Sequence, string Output, string Properties, byte[] Body, long Size)> Read(long after, int count)
    {
        using var reader = _read.With(after, count).ExecuteReader();
        var rows = new List<(long, string, string, byte[], long)>();
        for (long bytes = 0; bytes < MaxPageBytes && reader.Read();)
        {
            var size = reader.GetInt64(4);
            bytes += size;
            rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), size));
        }

        return rows;
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : body.ToArray();
}
