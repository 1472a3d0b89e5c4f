using IoTEdge.Modules.Hub.Messages;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>
/// The rows of messages: a body once per message, a place in each of its queues. Used by the writing loop only, within its transaction;
/// statements are prepared once.
/// </summary>
internal sealed class MessageTable : IDisposable
{
    // Numbers are reserved in blocks, so that a number is never used twice although a message's row may be gone when the store is opened again.
    private const long SequenceBlock = 100_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _insertMessage;
    private readonly SqliteStatement _insertDelivery;
    private readonly SqliteStatement _deleteMessages;
    private readonly SqliteStatement _unlinkMessages;
    private readonly SqliteStatement _deleteDeliveries;
    private long _next;
    private long _reservedEnd;

    public MessageTable(SqliteConnection connection)
    {
        _connection = connection;
        _insertMessage = new SqliteStatement(connection, "INSERT INTO messages VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        _insertDelivery = new SqliteStatement(connection, "INSERT INTO deliveries VALUES(?, ?, ?)");
        _deleteMessages = new SqliteStatement(
            connection, "DELETE FROM messages WHERE queues = 1 AND sequence IN (SELECT sequence FROM deliveries WHERE queue = ? AND sequence <= ?)");
        _unlinkMessages = new SqliteStatement(
            connection, "UPDATE messages SET queues = queues - 1 WHERE sequence IN (SELECT sequence FROM deliveries WHERE queue = ? AND sequence <= ?)");
        _deleteDeliveries = new SqliteStatement(connection, "DELETE FROM deliveries WHERE queue = ? AND sequence <= ?");
        _next = _reservedEnd = connection.Scalar<long>("SELECT value FROM meta WHERE name = 'sequence'");
    }

    public void Insert(MessageBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
            Insert(batch[i]);
    }

    /// <summary>Takes messages out of a queue. A message that is in no other queue goes with its body.</summary>
    public void Release(int queueId, long throughSequence)
    {
        ReadOnlySpan<SqliteStatement> inOrder = [_deleteMessages, _unlinkMessages, _deleteDeliveries];
        foreach (var statement in inOrder)
        {
            statement.Bind(1, queueId);
            statement.Bind(2, throughSequence);
            statement.Run();
        }
    }

    /// <summary>After a rollback: reserved numbers may have gone with it.</summary>
    public void Reset() => _reservedEnd = _next;

    public void Dispose()
    {
        ReadOnlySpan<SqliteStatement> all = [_insertMessage, _insertDelivery, _deleteMessages, _unlinkMessages, _deleteDeliveries];
        foreach (var statement in all)
            statement.Dispose();
    }

    private void Insert(in RoutedMessage routed)
    {
        var message = routed.Message;
        message.Sequence = NextSequence();
        _insertMessage.Bind(1, message.Sequence);
        _insertMessage.Bind(2, routed.Targets.Length);
        _insertMessage.Bind(3, message.DeviceId);
        _insertMessage.Bind(4, message.ModuleId ?? "");
        _insertMessage.Bind(5, message.Output);
        _insertMessage.Bind(6, message.EnqueuedAt);
        _insertMessage.Bind(7, message.PropertySegment);
        _insertMessage.Bind(8, message.Body.Span);
        _insertMessage.Run();
        foreach (var target in routed.Targets)
        {
            _insertDelivery.Bind(1, target.QueueId);
            _insertDelivery.Bind(2, message.Sequence);
            _insertDelivery.Bind(3, target.ExpiresAt(message));
            _insertDelivery.Run();
        }
    }

    private long NextSequence()
    {
        if (_next == _reservedEnd)
        {
            _reservedEnd += SequenceBlock;
            _connection.Execute("UPDATE meta SET value = $end WHERE name = 'sequence'", ("$end", _reservedEnd));
        }

        return _next++;
    }
}
