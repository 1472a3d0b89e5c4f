using IoTEdge.Modules.Runtime.State;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>The file of a hub's store: how it is opened, made and upgraded.</summary>
internal sealed class HubDatabase(string path, bool survivesPowerLoss)
{
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
        var version = connection.Scalar<int>("PRAGMA user_version");
        if (version == HubSchema.Version)
            return;
        if (version > HubSchema.Version)
            throw new InvalidDataException($"'{path}' is of version {version}, made by a later release; this one knows up to {HubSchema.Version}. Use the later release, or start with fresh state.");
        using var transaction = connection.BeginTransaction();
        foreach (var step in HubSchema.StepsFrom(version))
            connection.Execute(step);
        if (version == 0)
            connection.Execute("INSERT INTO meta VALUES('store', $store)", ("$store", Guid.NewGuid().ToByteArray()));
        connection.Execute($"PRAGMA user_version = {HubSchema.Version}");
        transaction.Commit();
    }
}
