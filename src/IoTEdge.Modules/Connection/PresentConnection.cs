using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Connection;

/// <summary>The connection that there is, or the wait for the next one.</summary>
internal sealed class PresentConnection
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<IModuleConnection> _signal = NewSignal();

    /// <summary>Gives the present connection, or the next; fails when there will be none.</summary>
    public Task<IModuleConnection> Next
    {
        get
        {
            lock (_gate) return _signal.Task;
        }
    }

    /// <summary>A connection has come about.</summary>
    public void Set(IModuleConnection connection)
    {
        lock (_gate) _signal.TrySetResult(connection);
    }

    /// <summary>Makes callers wait for the next connection, if they would get this one.</summary>
    public void Drop(IModuleConnection connection)
    {
        lock (_gate)
        {
            if (_signal.Task.IsCompletedSuccessfully && ReferenceEquals(_signal.Task.Result, connection)) _signal = NewSignal();
        }
    }

    /// <summary>Fails who waits for a next connection, and whoever asks from now on; the first reason stays.</summary>
    public void Refuse(EdgeModuleException reason)
    {
        lock (_gate)
        {
            if (_signal.Task.IsFaulted) return;
            if (_signal.Task.IsCompleted) _signal = NewSignal();
            _signal.TrySetException(reason);
        }
    }

    /// <summary>Runs an operation on the present connection, or the next; again where the connection ends in between.</summary>
    public async Task<T> UseAsync<T>(Func<IModuleConnection, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await Next.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await operation(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Connection && connection.Closed.IsCompleted)
            {
                // Only a lost connection is tried again here; the loop is bringing the next one.
                await connection.Closed.WaitAsync(cancellationToken).ConfigureAwait(false);
                Drop(connection);
            }
        }
    }

    private static TaskCompletionSource<IModuleConnection> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
