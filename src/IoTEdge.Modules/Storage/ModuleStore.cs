using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Storage;

/// <summary>
/// What a module keeps on disk, and the only one that writes it. Whatever waits when it comes around is one transaction: the more there
/// is to do, the cheaper each part gets.
/// </summary>
internal sealed class ModuleStore : IAsyncDisposable
{
    private const int Capacity = 1024;
    private const int MaxGroup = 256;
    private static readonly TimeSpan LogPeriod = TimeSpan.FromMinutes(1);
    private readonly Channel<StoreWork> _works = Channel.CreateBounded<StoreWork>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<StoreWork> _group = new(MaxGroup);
    private readonly List<IStoreParticipant> _participants = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;
    private long? _loggedAt;
    private bool _isLoaded = true;

    private ModuleStore(SqliteConnection connection, IReadOnlyList<IStoreParticipant> participants, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _begin = connection.Prepare("BEGIN IMMEDIATE", 0);
        _commit = connection.Prepare("COMMIT", 0);
        _rollback = connection.Prepare("ROLLBACK", 0);
        _time = time;
        _logger = logger;
        _participants.AddRange(participants);
        foreach (var participant in participants) participant.Load(connection);
        _running = Task.Run(RunAsync);
    }

    private string Path => _connection.DataSource;

    /// <summary>Opens the store of a folder.</summary>
    /// <exception cref="EdgeModuleException">It cannot be used.</exception>
    public static ModuleStore Open(string folder, IReadOnlyList<IStoreParticipant> participants, TimeProvider time, ILogger logger)
    {
        var connection = ModuleDatabase.Open(folder);
        try
        {
            return new ModuleStore(connection, participants, time, logger);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw StorageFailure.Of(exception, System.IO.Path.Combine(folder, ModuleDatabase.FileName), "read");
        }
    }

    /// <summary>Does something in a transaction, and completes when that is committed.</summary>
    /// <exception cref="EdgeModuleException">It could not be written (<see cref="EdgeModuleErrorReason.Storage"/>), or the store is closed.</exception>
    public async Task RunAsync(Action<SqliteConnection> apply, CancellationToken cancellationToken)
    {
        var work = new StoreWork(apply);
        try
        {
            await _works.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Closed, $"The storage file '{Path}' is closed, because the module has stopped.", exception);
        }

        await work.Kept.ConfigureAwait(false);
    }

    /// <summary>Writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _works.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (await _works.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _group.Clear();
            while (_group.Count < MaxGroup && _works.Reader.TryRead(out var work)) _group.Add(work);
            Commit();
        }
    }

    /// <summary>Commits the group; where that fails, each alone, so that one that finds no room does not take others with it.</summary>
    private void Commit()
    {
        if (TryCommit(_group) is not { } reason) return;
        if (_group.Count > 1)
        {
            foreach (var work in _group)
            {
                if (TryCommit([work]) is { } own) work.Fail(own);
            }
        }
        else _group[0].Fail(reason);
    }

    private EdgeModuleException? TryCommit(List<StoreWork> works)
    {
        try
        {
            Load();
            Write(works);
        }
#pragma warning disable CA1031 // Whatever fails, those who wait hear of it, and the next transaction is tried.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RollBack();
            var reason = StorageFailure.Of(exception, Path, "written");
            _isLoaded = false;
            foreach (var participant in _participants) participant.RolledBack(reason, isFinal: works.Count == 1);
            if (works.Count == 1) LogFailure(reason);
            return reason;
        }

        foreach (var participant in _participants) participant.Committed();
        foreach (var work in works) work.Complete();
        return null;
    }

    // Callers hear of each failure; a disk that stays full must not fill the log too.
    private void LogFailure(EdgeModuleException reason)
    {
        if (_loggedAt is { } last && _time.GetElapsedTime(last) < LogPeriod) return;
        _loggedAt = _time.GetTimestamp();
        _logger.StorageFailed(reason.Message);
    }

    private void Load()
    {
        if (_isLoaded) return;
        foreach (var participant in _participants) participant.Load(_connection);
        _isLoaded = true;
    }

    private void Write(List<StoreWork> works)
    {
        // As statements: a transaction object would have to be set on each prepared statement.
        _begin.ExecuteNonQuery();
        foreach (var work in works) work.Apply(_connection);
        _commit.ExecuteNonQuery();
    }

    private void RollBack()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself where the disk is full or fails; then there is nothing left to roll back.
        }
    }
}
