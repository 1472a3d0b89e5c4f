using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>The only writer of the database. Whatever waits when it comes around is one transaction: the more there is to do, the cheaper each part gets.</summary>
internal sealed class StoreLoop : IAsyncDisposable
{
    private const int MaxGroup = 256;

    // Releases ride along with the next commit; only when none comes they get one of their own. A kill in between costs duplicates, never a loss.
    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromMilliseconds(100);

    // Pages that are free again do not count: the file keeps them for what comes.
    private const string UsedBytesSql = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";

    private readonly Channel<StoreWork> _works = Channel.CreateBounded<StoreWork>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly ReleasedMessages _released = new();
    private readonly List<StoreWork> _group = new(MaxGroup);
    private readonly SqliteConnection _connection;
    private readonly MessageTable _messages;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Task _running;
    private long _usedBytes;
    private long _measuredAt;

    public StoreLoop(SqliteConnection connection, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        _time = time;
        Measure();
        _messages = new MessageTable(connection);
        _running = Task.Run(RunAsync);
        _timer = time.CreateTimer(_ => Wake(), null, ReleaseInterval, ReleaseInterval);
    }

    /// <summary>How many bytes the database has, as of a moment ago.</summary>
    public long UsedBytes => Interlocked.Read(ref _usedBytes);

    /// <summary>Ends with the loop; faults when it cannot go on, and nothing is kept any more.</summary>
    public Task Completion => _running;

    public ValueTask EnqueueAsync(StoreWork work, CancellationToken cancellationToken) => _works.Writer.WriteAsync(work, cancellationToken);

    public async Task RunAsync(Action<SqliteConnection> apply, CancellationToken cancellationToken)
    {
        var change = new StoreChange(apply);
        await _works.Writer.WriteAsync(new StoreWork(null, change), cancellationToken).ConfigureAwait(false);
        await change.Kept.ConfigureAwait(false);
    }

    public void Release(int queueId, long throughSequence) => _released.Add(queueId, throughSequence);

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _works.Writer.TryComplete();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_running.IsCompletedSuccessfully)
            Commit();
        _messages.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _works.Reader.WaitToReadAsync().ConfigureAwait(false))
                Commit();
        }
        catch (Exception exception)
        {
            // Whoever waits for room or for a change must not wait for ever.
            _works.Writer.TryComplete(exception);
            foreach (var work in _group)
                work.Fail(exception);
            while (_works.Reader.TryRead(out var work))
                work.Fail(exception);
            throw;
        }
    }

    private void Wake()
    {
        // A full channel needs no waking.
        if (!_released.IsEmpty)
            _works.Writer.TryWrite(default);
    }

    private void Commit()
    {
        _group.Clear();
        while (_group.Count < MaxGroup && _works.Reader.TryRead(out var work))
            _group.Add(work);
        var released = _released.Take();
        try
        {
            Write(released);
        }
        catch (SqliteException exception)
        {
            Log.NotStored(_logger, exception);
            _messages.Reset();
            _released.Return(released);
            foreach (var work in _group)
                work.Fail(exception);
            return;
        }

        // What was released may be what somebody waits for.
        if (released.Count > 0 || _time.GetElapsedTime(_measuredAt) >= ReleaseInterval)
            Measure();
        foreach (var work in _group)
            work.Complete();
    }

    private void Measure()
    {
        _measuredAt = _time.GetTimestamp();
        Interlocked.Exchange(ref _usedBytes, _connection.Scalar<long>(UsedBytesSql));
    }

    private void Write(Dictionary<int, long> released)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var work in _group)
        {
            if (work.Batch is { } batch)
                _messages.Insert(batch);
            work.Change?.Apply(_connection);
        }

        foreach (var (queueId, sequence) in released)
            _messages.Release(queueId, sequence);
        transaction.Commit();
    }
}
