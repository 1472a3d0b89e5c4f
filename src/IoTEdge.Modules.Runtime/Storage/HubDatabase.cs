using IoTEdge.Modules.Runtime.State;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>The file of a hub's store: how it is opened, and what is in it.</summary>
internal sealed class HubDatabase(string path, bool survivesPowerLoss)
{
    private const long Version = 1;

    private const string Schema = """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE modules(device TEXT, module TEXT, generation TEXT NOT NULL, primary_key TEXT NOT NULL, secondary_key TEXT NOT NULL, enabled INTEGER NOT NULL,
            PRIMARY KEY(device, module)) WITHOUT ROWID;
        CREATE TABLE twins(device TEXT, module TEXT, desired TEXT NOT NULL, desired_version INTEGER NOT NULL, reported TEXT NOT NULL, reported_version INTEGER NOT NULL,
            PRIMARY KEY(device, module)) WITHOUT ROWID;
        CREATE TABLE sessions(device TEXT, module TEXT, filter TEXT, quality INTEGER NOT NULL, PRIMARY KEY(device, module, filter)) WITHOUT ROWID;
        CREATE TABLE queues(id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, priority INTEGER NOT NULL, UNIQUE(endpoint, priority));
        CREATE TABLE messages(sequence INTEGER PRIMARY KEY, queues INTEGER NOT NULL, device TEXT NOT NULL, module TEXT NOT NULL, output TEXT, enqueued INTEGER NOT NULL,
            properties TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE deliveries(queue INTEGER, sequence INTEGER, expires INTEGER NOT NULL, PRIMARY KEY(queue, sequence)) WITHOUT ROWID;
        INSERT INTO meta VALUES('sequence', 1);
        """;

    // With WAL and NORMAL a commit survives the end of the process, without waiting for the disk; FULL also survives the end of power.
    private string Settings => $"""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = {(survivesPowerLoss ? "FULL" : "NORMAL")};
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """;

    /// <summary>Opens the file for the one who writes, and makes or upgrades it.</summary>
    public SqliteConnection OpenWriter()
    {
        // It holds keys. SQLite gives its log files the mode of the file.
        if (!File.Exists(path))
            PrivateFile.Write(path, "");
        var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            connection.Execute(Settings);
            Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for one read; it sees everything committed so far.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
        connection.Open();
        return connection;
    }

    /// <summary>Closes the readers' connections, which are pooled.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
        SqliteConnection.ClearPool(connection);
    }

    private string ConnectionString(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = mode == SqliteOpenMode.ReadOnly }.ToString();

    private void Migrate(SqliteConnection connection)
    {
        var version = connection.Scalar<long>("PRAGMA user_version");
        if (version == Version)
            return;
        if (version > Version)
            throw new InvalidDataException($"'{path}' is of version {version}, made by a later release; this one knows up to {Version}. Use the later release, or start with fresh state.");
        using var transaction = connection.BeginTransaction();
        connection.Execute(Schema);
        connection.Execute("INSERT INTO meta VALUES('store', $store)", ("$store", Guid.NewGuid().ToByteArray()));
        connection.Execute($"PRAGMA user_version = {Version}");
        transaction.Commit();
    }
}
