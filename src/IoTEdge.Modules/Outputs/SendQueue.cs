using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Outputs;

/// <summary>
/// Messages on their way to the hub, in the order of the calls. It outlives connections: what was not acknowledged on one is sent first
/// on the next, with the same id.
/// </summary>
internal sealed class SendQueue(int capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<OutgoingMessage> _unacknowledged = [];

    // In line for a place among the unacknowledged, in the order of the calls; each is a caller that waits too.
    private readonly LinkedList<OutgoingMessage> _inLine = [];
    private IModuleConnection? _connection;
    private TaskCompletionSource _attached = NewSignal();
    private TaskCompletionSource? _emptied;
    private EdgeModuleException? _closed;

    /// <summary>Whether everything is acknowledged.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _unacknowledged.Count == 0;
        }
    }

    /// <summary>When the message that has waited longest for its acknowledgement was handed to the present connection; null where none is.</summary>
    public long? OldestTransmission
    {
        get
        {
            lock (_gate) return _unacknowledged.FirstOrDefault(message => message.Transmission is not null)?.TransmittedAt;
        }
    }

    /// <summary>Sends a message and completes when the hub has acknowledged it.</summary>
    public async Task SendAsync(PropertyBag properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var node = new LinkedListNode<OutgoingMessage>(new OutgoingMessage(properties, body));
        var admitted = Add(node);
        try
        {
            await admitted.WaitAsync(cancellationToken).ConfigureAwait(false);
            await AcknowledgedAsync(node.Value, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Remove(node);
        }
    }

    /// <summary>Goes on with a new connection: first what was not acknowledged on the last.</summary>
    public void Attach(IModuleConnection connection)
    {
        lock (_gate)
        {
            _connection = connection;
            foreach (var message in _unacknowledged) message.Transmit(connection, time.GetTimestamp());
            _attached.TrySetResult();
        }
    }

    /// <summary>Waits for the next connection.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _connection = null;
            foreach (var message in _unacknowledged) message.Forget();
            if (_attached.Task.IsCompleted) _attached = NewSignal();
        }
    }

    /// <summary>Waits until everything is acknowledged.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unacknowledged.Count == 0) return Task.CompletedTask;
            _emptied ??= NewSignal();
            return _emptied.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Fails what waits, and what comes; the first reason stays.</summary>
    public void Close(EdgeModuleException reason)
    {
        lock (_gate)
        {
            if (_closed is not null) return;
            _closed = reason;
            _connection = null;
            foreach (var message in _unacknowledged) message.Forget();
            foreach (var message in _inLine) message.Refuse(reason);
            if (_attached.Task.IsCompleted) _attached = NewSignal();
            _attached.TrySetException(reason);
        }
    }

    /// <summary>Takes a place, now or when there is one; the order is that of the calls.</summary>
    private Task Add(LinkedListNode<OutgoingMessage> node)
    {
        lock (_gate)
        {
            if (_closed is not null) throw _closed;
            if (_unacknowledged.Count < capacity && _inLine.Count == 0)
            {
                Admit(node);
                return Task.CompletedTask;
            }

            _inLine.AddLast(node);
            return node.Value.InLine();
        }
    }

    private void Admit(LinkedListNode<OutgoingMessage> node)
    {
        _unacknowledged.AddLast(node);
        if (_connection is not null) node.Value.Transmit(_connection, time.GetTimestamp());
    }

    private async Task AcknowledgedAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? transmission;
            Task attached;
            lock (_gate)
            {
                transmission = message.Transmission;
                // Whoever attaches transmits all that waits: without a transmission only a next connection helps, not the one that is
                // attached now but has ended.
                if (transmission is null && _attached.Task.IsCompletedSuccessfully) _attached = NewSignal();
                attached = _attached.Task;
            }

            if (transmission is null)
            {
                await attached.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                await transmission.WaitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EdgeModuleException)
            {
                // The connection ended first; the next one sends the message again.
                lock (_gate) message.Forget(transmission);
            }
        }
    }

    private void Remove(LinkedListNode<OutgoingMessage> node)
    {
        lock (_gate)
        {
            node.List?.Remove(node);
            while (_closed is null && _unacknowledged.Count < capacity && _inLine.First is { } next)
            {
                _inLine.RemoveFirst();
                Admit(next);
                next.Value.Admit();
            }

            if (_unacknowledged.Count > 0) return;
            _emptied?.TrySetResult();
            _emptied = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
