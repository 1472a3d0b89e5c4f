using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Storage;

/// <summary>The file of a module's store: how it is opened, and what is in it.</summary>
internal static class ModuleDatabase
{
    public const string FileName = "module.db";
    private const long Version = 1;

    // One process at a time: two instances of a module on one file would both send what is in it. In exclusive mode the log needs no
    // shared memory, which some volumes of containers lack. With WAL and NORMAL a commit survives the end of the process without waiting for the disk.
    private const string Settings = """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA journal_size_limit = 16777216;
        """;

    private const string Schema = """
        CREATE TABLE outbox(sequence INTEGER PRIMARY KEY, output TEXT NOT NULL, properties TEXT NOT NULL, body BLOB NOT NULL, size INTEGER NOT NULL, stored INTEGER NOT NULL);
        CREATE INDEX outbox_by_output ON outbox(output, sequence, size, stored);
        CREATE TABLE parked(sequence INTEGER PRIMARY KEY, input TEXT NOT NULL, properties TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE attempts(input TEXT NOT NULL, message TEXT NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL, changed INTEGER NOT NULL,
            PRIMARY KEY(input, message)) WITHOUT ROWID;
        CREATE TABLE done(input TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(input, message)) WITHOUT ROWID;
        """;

    /// <summary>Opens the file and makes it where it is not there.</summary>
    /// <exception cref="EdgeModuleException">It cannot be used; the message says why and what to do.</exception>
    public static SqliteConnection Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Create(folder, path);
            var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 1 };
            var connection = new SqliteConnection(text.ToString());
            try
            {
                connection.Open();
                connection.Execute(Settings);
                Migrate(connection, path);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw StorageFailure.Of(exception, path, "opened");
        }
    }

    // It holds what messages say; SQLite gives its log the mode of the file.
    private static void Create(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        var version = connection.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Storage,
                $"'{path}' is of version {version}, made by a later release of the module; this one knows up to {Version}. Run the later release, or move the file away.");
        }

        if (version == Version) return;
        connection.Execute($"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {Version}; COMMIT;");
    }
}
