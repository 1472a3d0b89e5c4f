using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>One client on MQTT 3.1.1, from the first byte to the last.</summary>
internal sealed class MqttServerConnection
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5);

    private readonly ConnectionContext _context;
    private readonly EdgeHub _hub;
    private readonly TimeProvider _time;
    private readonly MqttOutput _output;
    private readonly MqttLink _link;
    private readonly ILogger _logger;
    private CancellationToken _stopping;

    public MqttServerConnection(ConnectionContext context, EdgeHub hub, TimeProvider time, ILogger logger)
    {
        _context = context;
        _hub = hub;
        _time = time;
        _logger = logger;
        _output = new MqttOutput(context.Transport.Output);
        _link = new MqttLink(context, _output, logger);
    }

    /// <summary>Serves the client until either side ends the connection. Whatever it sends harms nobody else.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(_context.ConnectionClosed);
        await using var stop = stopping.Register(_link.Stop).ConfigureAwait(false);
        var writing = WriteAsync(closed);
        try
        {
            await ServeAsync(closed.Token).ConfigureAwait(false);
        }
        catch (ProtocolException exception)
        {
            _link.Close(exception.Message);
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            _link.Close($"the connection broke: {exception.Message}");
        }
        catch (Exception exception)
        {
            _link.Fail(exception);
        }
        finally
        {
            _output.Complete();
            await FinishAsync(writing).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        var login = await MqttLogin.ReadAsync(_context.Transport.Input, _output, _hub, _time, cancellationToken).ConfigureAwait(false);
        if (login is null)
        {
            _link.End();
            return;
        }

        _link.Identify(login.Identity);
        using var connection = await _hub.ConnectAsync(login.Identity, _link, new ConnectOptions(login.Connect.CleanSession, login.ModelId), cancellationToken).ConfigureAwait(false);
        using var idle = new IdleTimer(login.Connect.KeepAliveSeconds, login.ExpiresAt, _time, _link.Close);
        _output.SendConnAck(new MqttConnAck(connection.IsSessionPresent, MqttConnectReturnCode.Accepted));
        connection.Start();
        var packets = new MqttPacketLoop(_context.Transport.Input, _link, connection, idle);
        try
        {
            await packets.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (login.Will is not null && !_stopping.IsCancellationRequested && !_link.IsRevoked)
        {
            await PublishAsync(login.Will, connection).ConfigureAwait(false);
            throw;
        }

        _link.End();
    }

    private async Task PublishAsync(MqttWillMessage will, ClientConnection connection)
    {
        try
        {
            await will.PublishAsync(connection, _stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ProtocolException or OperationCanceledException)
        {
            Log.WillRefused(_logger, connection.Identity.ClientId, exception.Message);
        }
    }

    // What waits may still leave; a client that said goodbye and then reads nothing must not keep the connection.
    private async Task FinishAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(FarewellPatience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _context.Abort(new ConnectionAbortedException("the client does not read what it is sent"));
            await writing.ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(CancellationTokenSource closed)
    {
        try
        {
            await _output.RunAsync(closed.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            // The reading side tells why; it may still wait for bytes that never come.
            await closed.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsDisconnect(Exception exception) =>
        exception is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException or InvalidOperationException;
}
