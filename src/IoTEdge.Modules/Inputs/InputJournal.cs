using System.Security.Cryptography;
using IoTEdge.Modules.Storage;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Inputs;

/// <summary>
/// What is known of messages beyond their run: their attempts, those that are parked, and the ids of those that are done. On disk where the
/// module has a storage folder.
/// </summary>
internal sealed class InputJournal(TimeProvider time) : IStoreParticipant
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ParkedMessage>> _parked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Input, string Message), (int Attempts, int Failures)> _attempts = [];
    private readonly Dictionary<string, CompletedIds> _done = new(StringComparer.Ordinal);
    private InputRows? _rows;
    private long _lastSequence;
    private volatile ModuleStore? _store;

    /// <summary>Whether it is on disk.</summary>
    public bool IsDurable => _store is not null;

    public void Begin(ModuleStore store) => _store = store;

    void IStoreParticipant.Load(SqliteConnection connection)
    {
        // What is in memory is the truth once it was read.
        if (_rows is not null) return;
        _rows = new InputRows(connection);
        _rows.Trim(time.GetUtcNow() - InputPolicy.MaxWindow);
        lock (_gate)
        {
            foreach (var message in _rows.Parked()) Of(_parked, message.Message.InputName!).Add(message);
            foreach (var row in _rows.Attempts()) _attempts[(row.Input, row.Message)] = (row.Attempts, row.Failures);
            foreach (var row in _rows.Done()) Of(_done, row.Input).Remember(row.Message, row.At);
            _lastSequence = _rows.LastParked();
        }
    }

    void IStoreParticipant.Committed()
    {
    }

    void IStoreParticipant.RolledBack(EdgeModuleException reason, bool isFinal)
    {
    }

    /// <summary>The messages of an input that were parked when the module last ran; each once.</summary>
    public IReadOnlyList<ParkedMessage> TakeParked(string input)
    {
        lock (_gate) return _parked.Remove(input, out var messages) ? messages : [];
    }

    /// <summary>Gives a run the attempts that its message had when the module last ran.</summary>
    public void Recall(InputRun run)
    {
        lock (_gate)
        {
            if (_attempts.Count == 0 || !_attempts.Remove(Key(run.Message), out var known)) return;
            (run.Message.Attempt, run.Failures) = known;
            run.HasRecord = true;
        }
    }

    /// <summary>Whether a message was done within the input's window.</summary>
    public bool IsDone(EdgeMessage message, InputPolicy policy)
    {
        if (policy.DuplicateWindow == TimeSpan.Zero || message.MessageId is not { } id) return false;
        lock (_gate) return _done.TryGetValue(message.InputName ?? "", out var ids) && ids.Contains(id, Now(), policy);
    }

    /// <summary>Notes that a handler begins. Until it ends, the attempt counts as failed: only a process that ends in it leaves it so.</summary>
    public Task BeginAttemptAsync(IReadOnlyList<InputRun> batch, InputPolicy policy)
    {
        if (_store is null || policy.MaxAttempts == 0) return Task.CompletedTask;
        foreach (var run in batch) run.HasRecord = true;
        return SaveAttemptsAsync(batch, pending: 1);
    }

    /// <summary>Notes that a handler has ended without a failure, and the messages are not done.</summary>
    public Task EndAttemptAsync(IReadOnlyList<InputRun> batch) => batch[0].HasRecord ? SaveAttemptsAsync(batch, pending: 0) : Task.CompletedTask;

    /// <summary>Makes the number of a message that is to be parked; numbers have the order of arrival.</summary>
    public long NextSequence() => Interlocked.Increment(ref _lastSequence);

    /// <summary>Writes a parked message.</summary>
    /// <returns>Whether it is on disk.</returns>
    public Task<bool> ParkAsync(ParkedMessage message) => TryAsync(rows => rows.Park(message));

    /// <summary>A message is done: what is kept for it goes, and its id is remembered where the input wants that.</summary>
    public async Task CompleteAsync(InputRun run, InputPolicy policy)
    {
        await run.Parking.ConfigureAwait(false);
        var message = run.Message;
        var input = message.InputName ?? "";
        var doneId = policy.DuplicateWindow == TimeSpan.Zero ? null : message.MessageId;
        var now = Now();
        List<string> forgotten = [];
        if (doneId is not null)
        {
            lock (_gate) forgotten = Of(_done, input).Add(doneId, now, policy);
        }

        if (run.Sequence is null && !run.HasRecord && doneId is null) return;
        await TryAsync(rows =>
        {
            if (run.Sequence is { } sequence) rows.Unpark(sequence);
            if (run.HasRecord) rows.DeleteAttempts(input, Key(message).Message);
            if (doneId is not null) rows.SaveDone(input, doneId, now);
            foreach (var id in forgotten) rows.DeleteDone(input, id);
        }).ConfigureAwait(false);
    }

    private Task<bool> SaveAttemptsAsync(IReadOnlyList<InputRun> batch, int pending)
    {
        var saved = batch.Select(run => (Key: Key(run.Message), run.Message.Attempt, Failures: run.Failures + pending)).ToArray();
        var now = time.GetUtcNow();
        return TryAsync(rows =>
        {
            foreach (var (key, attempts, failures) in saved) rows.SaveAttempts(key.Input, key.Message, attempts, failures, now);
        });
    }

    /// <summary>Writes; a disk that fails costs what the journal is for, and not the message.</summary>
    private async Task<bool> TryAsync(Action<InputRows> write)
    {
        if (_store is not { } store) return false;
        try
        {
            await store.RunAsync(_ => write(_rows!), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (EdgeModuleException)
        {
            // Logged by the store.
            return false;
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    // A message without an id is known by what it says.
    private static (string Input, string Message) Key(EdgeMessage message) =>
        (message.InputName ?? "", message.MessageId is { } id ? $"id:{id}" : $"sha256:{Convert.ToHexString(SHA256.HashData(message.Body.Span))}");

    private static T Of<T>(Dictionary<string, T> all, string input)
        where T : new()
    {
        if (!all.TryGetValue(input, out var one)) all.Add(input, one = new T());
        return one;
    }
}
