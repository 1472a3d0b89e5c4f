using System.Runtime.CompilerServices;

namespace IoTEdge.Modules.Connection;

/// <summary>Holds a client's connection state, and is the only place that changes it.</summary>
internal sealed class ConnectionStateMachine(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ConnectionState _current = new(ConnectionStatus.Closed, time.GetUtcNow());
    private TaskCompletionSource _changed = NewSignal();
    private bool _isEnded;

    /// <summary>The present state.</summary>
    public ConnectionState Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    /// <summary>Goes to a state. The same status with the same reason again is no change.</summary>
    /// <exception cref="InvalidOperationException">The present state does not lead there.</exception>
    public void Become(ConnectionStatus status, EdgeModuleException? cause = null)
    {
        lock (_gate)
        {
            if (_isEnded) return;
            if (!Leads(_current.Status, status)) throw new InvalidOperationException($"A connection that is {_current.Status} cannot become {status}.");
            var next = new ConnectionState(status, status == _current.Status ? _current.Since : time.GetUtcNow(), cause?.Reason, cause?.Message);
            if (next != _current) Change(next);
        }
    }

    /// <summary>Closes for good: there is no state after it, and whoever watches is told so.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_isEnded) return;
            _isEnded = true;
            Change(_current.Status == ConnectionStatus.Closed ? _current : new ConnectionState(ConnectionStatus.Closed, time.GetUtcNow()));
        }
    }

    /// <summary>
    /// The present state, then each change; who reads slowly misses what lies between and gets the newest. Nothing is queued, so a reader
    /// costs one reference, however slow it is.
    /// </summary>
    public async IAsyncEnumerable<ConnectionState> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConnectionState? seen = null;
        while (true)
        {
            ConnectionState state;
            Task changed;
            bool isLast;
            lock (_gate) (state, changed, isLast) = (_current, _changed.Task, _isEnded);
            if (state != seen) yield return seen = state;
            if (isLast) yield break;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Leads(ConnectionStatus from, ConnectionStatus to) => (from, to) switch
    {
        (ConnectionStatus.Closed, ConnectionStatus.Connecting) => true,
        (ConnectionStatus.Connecting, ConnectionStatus.Connecting or ConnectionStatus.Connected or ConnectionStatus.Closed) => true,
        (ConnectionStatus.Connected, ConnectionStatus.Reconnecting) => true,
        (ConnectionStatus.Reconnecting, ConnectionStatus.Connected or ConnectionStatus.Reconnecting or ConnectionStatus.Faulted) => true,
        _ => false,
    };

    private void Change(ConnectionState next)
    {
        _current = next;
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
