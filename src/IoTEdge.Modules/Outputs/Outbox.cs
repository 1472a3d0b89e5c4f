using System.Collections.Concurrent;
using IoTEdge.Modules.Health;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Storage;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Outputs;

/// <summary>The messages of durable outputs: kept on disk until the hub has them, over connections, restarts and kills.</summary>
internal sealed class Outbox : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OutboxShelf> _shelves = new(StringComparer.Ordinal);
    private readonly OutboxTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _window;
    private readonly Lock _gate = new();
    private ModuleStore? _store;
    private IModuleConnection? _connection;
    private OutboxPump? _pump;
    private TaskCompletionSource _changed = NewSignal();

    public Outbox(int window, TimeProvider time, ILogger logger)
    {
        _window = window;
        _time = time;
        _logger = logger;
        _table = new OutboxTable(Shelf, time, new OutboxDrops(time, logger)) { OnCommitted = OnCommitted };
    }

    /// <summary>What keeps its rows in the store.</summary>
    public IStoreParticipant Participant => _table;

    /// <summary>Whether no message is on its way to the hub.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate) return _pump is not { InFlight: > 0 };
        }
    }

    /// <summary>When the message that has waited longest for its acknowledgement was handed to the present connection; null where none is.</summary>
    public long? OldestTransmission
    {
        get
        {
            lock (_gate) return _pump?.OldestTransmission;
        }
    }

    /// <summary>How full each durable output is.</summary>
    public IEnumerable<OutboxFill> Fills => _shelves.Values.Where(shelf => shelf.Policy.Durable).Select(shelf => shelf.Fill());

    /// <summary>Sets how messages of an output are kept.</summary>
    public void Set(string output, OutputPolicy policy) => Shelf(output).Policy = policy;

    /// <summary>Begins to use a store; what is in it leaves with the next connection, or the present one.</summary>
    public void Begin(ModuleStore store)
    {
        lock (_gate)
        {
            _store = store;
            if (_connection is not null) StartPump(_connection);
        }
    }

    /// <summary>Stores a message and completes when that is done, or it is dropped as the output's policy says.</summary>
    /// <exception cref="EdgeModuleException">It is larger than the output keeps, the disk fails, or the module is stopped.</exception>
    public async Task SendAsync(string output, PropertyBag properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var put = new OutboxPut(Shelf(output), properties.Format(), body);
        if (put.Size > put.Shelf.Policy.MaxBytes)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.MessageTooLarge,
                $"The message has {put.Size} bytes with its properties, and the durable output '{output}' keeps at most {put.Shelf.Policy.MaxBytes} in all. Raise its MaxBytes.");
        }

        var registration = cancellationToken.UnsafeRegister(static (state, token) => ((OutboxPut)state!).Cancel(token), put);
        await using (registration.ConfigureAwait(false))
        {
            await _store!.RunAsync(_ => _table.Put(put), cancellationToken).ConfigureAwait(false);
            await put.Settled.ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is kept on a new connection, from the oldest on.</summary>
    public void Attach(IModuleConnection connection)
    {
        lock (_gate)
        {
            _connection = connection;
            if (_store is not null) StartPump(connection);
        }
    }

    /// <summary>Keeps what comes until the next connection.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _connection = null;
            _pump?.Stop();
            _table.Unsend();
            _changed.TrySetResult();
        }
    }

    /// <summary>Waits until the hub has everything, or is away.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_store is null || _connection is null || _table.IsEmpty) return;
                if (_changed.Task.IsCompleted) _changed = NewSignal();
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops sending; what the hub has not acknowledged stays on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        Detach();
        if (_pump is not null) await _pump.Completion.ConfigureAwait(false);
    }

    /// <summary>After the store is closed: fails the sends that wait for room.</summary>
    public void Close() => _table.Close(new EdgeModuleException(EdgeModuleErrorReason.Closed, "The module has stopped; the message was not stored, because its output is full."));

    private void StartPump(IModuleConnection connection)
    {
        _pump?.Stop();
        _pump = new OutboxPump(_table, _store!, connection, _window, _pump?.Completion ?? Task.CompletedTask, _time, _logger);
    }

    private OutboxShelf Shelf(string output) => _shelves.GetOrAdd(output, static name => new OutboxShelf(name));

    private void OnCommitted(bool hasStored)
    {
        lock (_gate)
        {
            if (hasStored) _pump?.Wake();
            if (_table.IsEmpty) _changed.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
