using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Storage;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>Reads messages back, beside the writer.</summary>
internal sealed class MessageReader(HubDatabase database)
{
    private const string Sql = """
        SELECT m.sequence, m.device, m.module, m.output, m.enqueued, m.properties, m.body, d.expires
        FROM deliveries d JOIN messages m ON m.sequence = d.sequence
        WHERE d.queue = $queue AND d.sequence > $after ORDER BY d.sequence LIMIT $count
        """;

    public IReadOnlyList<QueuedMessage> Read(int queueId, long afterSequence, int maxCount, long maxBytes)
    {
        using var connection = database.OpenReader();
        using var command = connection.Prepare(Sql, [("$queue", queueId), ("$after", afterSequence), ("$count", maxCount)]);
        using var reader = command.ExecuteReader();
        var page = new List<QueuedMessage>();
        while (maxBytes > 0 && reader.Read())
        {
            var message = ReadMessage(reader);
            maxBytes -= message.Body.Length;
            page.Add(new QueuedMessage(message, reader.GetInt64(7)));
        }

        return page;
    }

    private static HubMessage ReadMessage(SqliteDataReader reader)
    {
        var output = reader.IsDBNull(3) ? null : reader.GetString(3);
        var module = reader.GetString(2) is { Length: > 0 } id ? id : null;
        return new HubMessage(reader.GetString(1), module, output, reader.GetString(5), reader.GetFieldValue<byte[]>(6), reader.GetInt64(4))
        {
            Sequence = reader.GetInt64(0),
        };
    }
}
