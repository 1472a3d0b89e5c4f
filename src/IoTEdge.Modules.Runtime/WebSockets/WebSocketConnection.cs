using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IoTEdge.Modules.Runtime.WebSockets;

/// <summary>A WebSocket as a stream of bytes: what the frames are cut into does not matter, and an empty one is not the end (protocol section 11.3).</summary>
internal sealed class WebSocketConnection : ConnectionContext, IConnectionLifetimeNotificationFeature
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closed = new();
    private readonly Pipe _input = new(new PipeOptions(useSynchronizationContext: false));
    private readonly Pipe _output = new(new PipeOptions(useSynchronizationContext: false));
    private readonly WebSocket _socket;

    public WebSocketConnection(WebSocket socket, HttpContext context, CancellationToken stopping)
    {
        _socket = socket;
        ConnectionClosedRequested = stopping;
        ConnectionClosed = _closed.Token;
        ConnectionId = context.Connection.Id;
        RemoteEndPoint = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;
        Transport = new DuplexPipe(_input.Reader, _output.Writer);
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
    }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; }

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public CancellationToken ConnectionClosedRequested { get; set; }

    /// <inheritdoc/>
    public void RequestClose() => Abort();

    /// <summary>Serves the connection until the handler is done with it, or the client is.</summary>
    public async Task RunAsync(ConnectionHandler handler)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync();
        try
        {
            await handler.OnConnectedAsync(this).ConfigureAwait(false);
        }
        finally
        {
            await _output.Writer.CompleteAsync().ConfigureAwait(false);
            await _input.Reader.CompleteAsync().ConfigureAwait(false);
            // What waits may still leave, and the client may say goodbye too, but not for ever: cut off earlier, it would lose what is on its way.
            _closed.CancelAfter(FarewellPatience);
            await sending.ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        // Handlers wait for the token; its callbacks must not run within the caller's locks.
        _socket.Abort();
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _socket.Abort();
        return base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(_input.Writer.GetMemory(), _closed.Token).ConfigureAwait(false);
                if (result.MessageType != WebSocketMessageType.Binary)
                    break;
                if (result.Count == 0)
                    continue;
                _input.Writer.Advance(result.Count);
                await _input.Writer.FlushAsync(_closed.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            // The reader sees the end of the stream, and tells it.
        }
        finally
        {
            await _input.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var result = await _output.Reader.ReadAsync(_closed.Token).ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                    await _socket.SendAsync(segment, WebSocketMessageType.Binary, endOfMessage: true, _closed.Token).ConfigureAwait(false);
                _output.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _closed.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            // The receiving side tells why.
        }
        finally
        {
            await _output.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static bool IsDisconnect(Exception exception) =>
        exception is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException;

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
