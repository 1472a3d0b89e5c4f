using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using StreamProcessingJob.Windows;
using Stream = StreamProcessingJob.Windows.Stream;

namespace StreamProcessingJob.Storage;

/// <summary>
/// The job's state in one SQLite file: streams, open windows, the ids that were counted into them, and results that the hub does not
/// have yet. A transaction survives the end of the process, however it ends. One caller at a time.
/// </summary>
public sealed class JobStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS stream (machine TEXT, quantity TEXT, latest INTEGER, closed_until INTEGER, grid TEXT, PRIMARY KEY (machine, quantity)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS window (machine TEXT, quantity TEXT, start INTEGER, end INTEGER, count INTEGER, mean REAL, squared REAL, min REAL, max REAL, PRIMARY KEY (machine, quantity, start)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS seen (machine TEXT, quantity TEXT, start INTEGER, id TEXT, PRIMARY KEY (machine, quantity, start, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS result (sequence INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT);
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private SqliteTransaction? _transaction;

    /// <summary>Opens the file, or makes it; without a folder the state is gone with the process.</summary>
    public JobStore(string? folder)
    {
        if (folder is not null) Directory.CreateDirectory(folder);
        var source = folder is null ? ":memory:" : Path.Combine(folder, "job.db");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
        _connection.Open();
        Command(Schema).ExecuteNonQuery();
    }

    public SqliteTransaction Begin() => _transaction = _connection.BeginTransaction();

    public Stream? FindStream(string machine, string quantity)
    {
        using var reader = Read("SELECT latest, closed_until, grid FROM stream WHERE machine=$1 AND quantity=$2", machine, quantity);
        return reader.Read() ? new Stream(machine, quantity, reader.GetInt64(0), reader.GetInt64(1), ReadGrid(reader.GetString(2))) : null;
    }

    public void Save(Stream stream) => Write("REPLACE INTO stream VALUES ($1,$2,$3,$4,$5)",
        stream.Machine, stream.Quantity, stream.Latest, stream.ClosedUntil, WriteGrid(stream.Grid));

    public Window? FindWindow(Stream stream, long start) =>
        Windows("SELECT start, end, count, mean, squared, min, max FROM window WHERE machine=$1 AND quantity=$2 AND start=$3", stream.Machine, stream.Quantity, start)
            .SingleOrDefault();

    /// <summary>The open windows that end by an instant, oldest first.</summary>
    public List<Window> WindowsEndedBy(Stream stream, long instant) =>
        Windows("SELECT start, end, count, mean, squared, min, max FROM window WHERE machine=$1 AND quantity=$2 AND end<=$3 ORDER BY start", stream.Machine, stream.Quantity, instant);

    public void Save(Stream stream, Window window) => Write("REPLACE INTO window VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        stream.Machine, stream.Quantity, window.Start, window.End, window.Count, window.Mean, window.SquaredDistances, window.Min, window.Max);

    /// <summary>Remembers that a message was counted into a window.</summary>
    /// <returns>Whether it is new there.</returns>
    public bool TryCount(Stream stream, long start, string messageId) =>
        Write("INSERT OR IGNORE INTO seen VALUES ($1,$2,$3,$4)", stream.Machine, stream.Quantity, start, messageId) == 1;

    /// <summary>Closes a window: its result waits to be sent, its ids are forgotten.</summary>
    public void Close(Stream stream, Window window, string resultJson)
    {
        Write("DELETE FROM window WHERE machine=$1 AND quantity=$2 AND start=$3", stream.Machine, stream.Quantity, window.Start);
        Write("DELETE FROM seen WHERE machine=$1 AND quantity=$2 AND start=$3", stream.Machine, stream.Quantity, window.Start);
        Write("INSERT INTO result (json) VALUES ($1)", resultJson);
    }

    /// <summary>The results that wait to be sent, oldest first, at most <paramref name="count"/>.</summary>
    public List<(long Sequence, string Json)> UnsentResults(int count)
    {
        using var reader = Read("SELECT sequence, json FROM result ORDER BY sequence LIMIT $1", count);
        var results = new List<(long, string)>();
        while (reader.Read()) results.Add((reader.GetInt64(0), reader.GetString(1)));
        return results;
    }

    public void ForgetResult(long sequence) => Write("DELETE FROM result WHERE sequence=$1", sequence);

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private List<Window> Windows(string sql, params object[] values)
    {
        using var reader = Read(sql, values);
        var windows = new List<Window>();
        while (reader.Read())
        {
            windows.Add(new Window(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2),
                reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6)));
        }

        return windows;
    }

    private SqliteDataReader Read(string sql, params object[] values) => Prepare(sql, values).ExecuteReader();

    private int Write(string sql, params object[] values) => Prepare(sql, values).ExecuteNonQuery();

    private SqliteCommand Prepare(string sql, object[] values)
    {
        if (!_commands.TryGetValue(sql, out var command)) _commands[sql] = command = Command(sql);
        command.Transaction = _transaction?.Connection is null ? null : _transaction;
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${(i + 1).ToString(CultureInfo.InvariantCulture)}", values[i]);
        return command;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string WriteGrid(WindowGrid grid) => JsonSerializer.Serialize(grid.Changes.Select(change => new[] { change.From, change.Seconds }));

    private static WindowGrid ReadGrid(string json) =>
        new([.. JsonSerializer.Deserialize<long[][]>(json)!.Select(change => (change[0], (int)change[1]))]);
}
