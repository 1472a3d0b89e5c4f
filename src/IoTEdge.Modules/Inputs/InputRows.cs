using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Storage;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Inputs;

/// <summary>The statements of what is kept of received messages. They end with their connection.</summary>
internal sealed class InputRows(SqliteConnection connection)
{
    private readonly SqliteCommand _park = connection.Prepare("INSERT INTO parked VALUES($0, $1, $2, $3)", 4);
    private readonly SqliteCommand _unpark = connection.Prepare("DELETE FROM parked WHERE sequence = $0", 1);
    private readonly SqliteCommand _saveAttempts = connection.Prepare("INSERT OR REPLACE INTO attempts VALUES($0, $1, $2, $3, $4)", 5);
    private readonly SqliteCommand _deleteAttempts = connection.Prepare("DELETE FROM attempts WHERE input = $0 AND message = $1", 2);
    private readonly SqliteCommand _saveDone = connection.Prepare("INSERT OR REPLACE INTO done VALUES($0, $1, $2)", 3);
    private readonly SqliteCommand _deleteDone = connection.Prepare("DELETE FROM done WHERE input = $0 AND message = $1", 2);

    public long LastParked() => connection.Scalar("SELECT coalesce(max(sequence), 0) FROM parked");

    public List<ParkedMessage> Parked()
    {
        using var command = connection.Prepare("SELECT sequence, input, properties, body FROM parked ORDER BY sequence", 0);
        return command.Query(row => new ParkedMessage(row.GetInt64(0), new EdgeMessage(row.GetFieldValue<byte[]>(3), PropertyBag.Parse(row.GetString(2)), row.GetString(1))));
    }

    /// <summary>Forgets what is known of messages that did not come again.</summary>
    public void Trim(DateTimeOffset before)
    {
        using var attempts = connection.Prepare("DELETE FROM attempts WHERE changed < $0", 1);
        attempts.With(before.ToUnixTimeMilliseconds()).ExecuteNonQuery();
        using var done = connection.Prepare("DELETE FROM done WHERE at < $0", 1);
        done.With(before.ToUnixTimeMilliseconds()).ExecuteNonQuery();
    }

    public List<(string Input, string Message, int Attempts, int Failures)> Attempts()
    {
        using var command = connection.Prepare("SELECT input, message, attempts, failures FROM attempts", 0);
        return command.Query(row => (row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3)));
    }

    public List<(string Input, string Message, long At)> Done()
    {
        using var command = connection.Prepare("SELECT input, message, at FROM done ORDER BY at", 0);
        return command.Query(row => (row.GetString(0), row.GetString(1), row.GetInt64(2)));
    }

    public void Park(ParkedMessage parked) =>
        _park.With(parked.Sequence, parked.Message.InputName ?? "", parked.Message.FormatProperties(), parked.Message.Body.ToArray()).ExecuteNonQuery();

    public void Unpark(long sequence) => _unpark.With(sequence).ExecuteNonQuery();

    public void SaveAttempts(string input, string message, int attempts, int failures, DateTimeOffset now) =>
        _saveAttempts.With(input, message, attempts, failures, now.ToUnixTimeMilliseconds()).ExecuteNonQuery();

    public void DeleteAttempts(string input, string message) => _deleteAttempts.With(input, message).ExecuteNonQuery();

    public void SaveDone(string input, string message, long at) => _saveDone.With(input, message, at).ExecuteNonQuery();

    public void DeleteDone(string input, string message) => _deleteDone.With(input, message).ExecuteNonQuery();
}
