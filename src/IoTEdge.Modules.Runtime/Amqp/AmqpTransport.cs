using System.Buffers;
using System.IO.Pipelines;
using Amqp;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Puts the library on a connection whose TLS is unwrapped already.</summary>
/// <remarks>
/// Nothing is read from a client that does not read: what it asks for would pile up. How much else may wait is for those who send to ask.
/// </remarks>
internal sealed class AmqpTransport(IDuplexPipe pipe, TimeProvider time, CancellationToken connectionClosed) : IAsyncTransport
{
    private readonly AmqpFrameReader _reader = new(pipe.Input);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _blocked;
    private long _blockedSince;
    private long _lastReceived = time.GetTimestamp();
    private long _ahead;
    private volatile bool _isReading;

    /// <summary>The connection, once it begins.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>Completes when the library is done with the connection.</summary>
    public Task Closed => _closed.Task;

    /// <summary>What the last flow said; meant for its receiver while the library hands it on.</summary>
    public CreditFrame Credit => _reader.Credit;

    /// <summary>Waits, before each frame, until there is room for what it asks for. Set before the first one.</summary>
    public Func<CancellationToken, ValueTask>? BeforeReading { get; set; }

    /// <summary>Called when more may be sent.</summary>
    public Action? Drained { get; set; }

    /// <summary>Why the client is at fault, when it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether as much waits for the client as may.</summary>
    public bool IsFull => Interlocked.Read(ref _ahead) > AmqpLimits.MaxAhead;

    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref _lastReceived));

    /// <summary>For how long the client has not read what it was sent.</summary>
    public TimeSpan Blocked => Volatile.Read(ref _blocked) is null ? TimeSpan.Zero : time.GetElapsedTime(Interlocked.Read(ref _blockedSince));

    /// <summary>Counts what is about to be sent.</summary>
    public void Reserve(int size) => Interlocked.Add(ref _ahead, size);

    public void SetConnection(Connection connection) => Connection = connection;

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (_reader.IsEmpty && !await ReadAsync().ConfigureAwait(false))
            return 0;
        return _reader.Take(buffer.AsSpan(offset, count));
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        foreach (var buffer in bufferList)
            pipe.Output.Write(buffer.Buffer.AsSpan(buffer.Offset, buffer.Length));
        var flush = pipe.Output.FlushAsync(connectionClosed);
        var result = flush.IsCompleted ? await flush.ConfigureAwait(false) : await WaitAsync(flush).ConfigureAwait(false);
        Release(listSize);
        if (result.IsCompleted || result.IsCanceled)
            throw new IOException("the client has closed the connection");
    }

    public void Close() => _closed.TrySetResult();

    /// <summary>Reads on without looking until the client ends the connection: one that is cut off with bytes unread never sees why it was closed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (!_isReading && !cancellationToken.IsCancellationRequested)
        {
            var result = await pipe.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            pipe.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    void ITransport.Send(ByteBuffer buffer) => throw new NotSupportedException("The library sends asynchronously.");

    int ITransport.Receive(byte[] buffer, int offset, int count) => throw new NotSupportedException("The library receives asynchronously.");

    private async ValueTask<bool> ReadAsync()
    {
        if (Volatile.Read(ref _blocked) is { } blocked)
            await blocked.Task.WaitAsync(connectionClosed).ConfigureAwait(false);
        if (BeforeReading is { } before)
            await before(connectionClosed).ConfigureAwait(false);
        _isReading = true;
        try
        {
            if (!await _reader.ReadAsync(connectionClosed).ConfigureAwait(false))
                return false;
        }
        catch (InvalidDataException exception)
        {
            Fault = exception.Message;
            throw;
        }
        finally
        {
            _isReading = false;
        }

        Interlocked.Exchange(ref _lastReceived, time.GetTimestamp());
        return true;
    }

    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _blockedSince, time.GetTimestamp());
        Volatile.Write(ref _blocked, blocked);
        try
        {
            return await flush.ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _blocked, null);
            blocked.TrySetResult();
        }
    }

    private void Release(int size)
    {
        // What nobody counted (settlements, credit) leaves too; below nothing there is nothing to release.
        long before, after;
        do
        {
            before = Interlocked.Read(ref _ahead);
            after = Math.Max(0, before - size);
        }
        while (Interlocked.CompareExchange(ref _ahead, after, before) != before);
        if (before > AmqpLimits.MaxAhead && after <= AmqpLimits.MaxAhead)
            Drained?.Invoke();
    }
}
