using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>Keeps a hub's state in one SQLite file.</summary>
internal sealed class SqliteHubStore : IHubStore
{
    private readonly HubDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly StoreLoop _loop;
    private readonly MessageReader _reader;

    private SqliteHubStore(HubDatabase database, SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        _database = database;
        _connection = connection;
        _loop = new StoreLoop(connection, time, logger);
        _reader = new MessageReader(database);
    }

    /// <summary>Faults when the store can keep nothing any more.</summary>
    public Task Completion => _loop.Completion;

    /// <summary>Opens a file, or makes it. With <paramref name="survivesPowerLoss"/>, "kept" means on the disk, which is slower.</summary>
    public static SqliteHubStore Open(string path, bool survivesPowerLoss, TimeProvider time, ILogger logger)
    {
        var database = new HubDatabase(path, survivesPowerLoss);
        try
        {
            return new SqliteHubStore(database, database.OpenWriter(), time, logger);
        }
        catch (SqliteException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be used as the hub's database: {exception.Message} Move it away, or start with fresh state.", exception);
        }
    }

    /// <inheritdoc/>
    public long UsedBytes => _loop.UsedBytes;

    /// <inheritdoc/>
    public Task<StoredHub> LoadAsync(CancellationToken cancellationToken)
    {
        using var connection = _database.OpenReader();
        return Task.FromResult(HubRows.Load(connection));
    }

    /// <inheritdoc/>
    public async Task<int> AddQueueAsync(string endpoint, long priority, CancellationToken cancellationToken)
    {
        var id = 0;
        await _loop.RunAsync(connection => id = HubRows.AddQueue(connection, endpoint, priority), cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(MessageBatch batch, CancellationToken cancellationToken) => _loop.EnqueueAsync(new StoreWork(batch, null), cancellationToken);

    /// <inheritdoc/>
    public void Release(int queueId, long throughSequence) => _loop.Release(queueId, throughSequence);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueuedMessage>> ReadAsync(int queueId, long afterSequence, int maxCount, long maxBytes, CancellationToken cancellationToken) =>
        Task.Run(() => _reader.Read(queueId, afterSequence, maxCount, maxBytes), cancellationToken);

    /// <inheritdoc/>
    public Task SaveClientAsync(RegisteredClient client, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.Save(connection, client), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteClientAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.Delete(connection, identity), cancellationToken);

    /// <inheritdoc/>
    public Task SaveTwinAsync(StoredTwin twin, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.Save(connection, twin), cancellationToken);

    /// <inheritdoc/>
    public Task SaveSessionAsync(StoredSession session, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.Save(connection, session), cancellationToken);

    /// <inheritdoc/>
    public Task SaveDocumentAsync(StoredDocument document, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.Save(connection, document), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteDocumentAsync(string kind, string id, CancellationToken cancellationToken) =>
        _loop.RunAsync(connection => HubRows.DeleteDocument(connection, kind, id), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        // The last one to close folds the log into the file, and that one must be able to write.
        _database.CloseReaders();
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
