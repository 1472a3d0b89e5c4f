using Amqp;
using Amqp.Listener;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>One connection on AMQP 1.0, from the first byte to the last.</summary>
internal sealed class AmqpServerConnection
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromMilliseconds(700);

    private enum Farewell
    {
        None,
        Links,
        Connection,
    }

    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AmqpWorkQueue _work = new();
    private readonly ConnectionContext _context;
    private readonly EdgeHub _hub;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AmqpTransport _transport;
    private readonly EventIntake _events;
    private readonly AmqpClients _clients;
    private long _emptySince;
    private volatile Farewell _farewell;
    private bool _hasLostProperty;
    private int _isDropped;

    public AmqpServerConnection(ConnectionContext context, EdgeHub hub, TimeProvider time, ILogger logger)
    {
        _context = context;
        _hub = hub;
        _time = time;
        _logger = logger;
        _transport = new AmqpTransport(context.Transport, time, context.ConnectionClosed) { BeforeReading = _work.WaitForRoomAsync, Drained = _work.Wake };
        _events = new EventIntake(_work.Wake, OnPropertyLost);
        _clients = new AmqpClients(hub, _work, _transport, _events, logger);
        _emptySince = time.GetTimestamp();
    }

    // Its clients where it has any, else where it comes from.
    private string Name => _clients.IsEmpty ? $"A client at {_context.RemoteEndPoint}" : _clients.ToString();

    /// <summary>Serves the connection until either side ends it. Whatever comes on it harms nobody else.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var stop = stopping.Register(_stopping.SetResult).ConfigureAwait(false);
        try
        {
            if (await NegotiateAsync().ConfigureAwait(false))
                await ServeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or OperationCanceledException or ConnectionAbortedException or InvalidOperationException)
        {
            if (!_context.ConnectionClosed.IsCancellationRequested)
                Log.AmqpClosed(_logger, Name, exception is OperationCanceledException ? $"it did not begin within {AmqpLimits.LoginTimeout.TotalSeconds} s" : exception.Message);
        }
        catch (Exception exception)
        {
            Log.AmqpFailed(_logger, Name, exception);
            _context.Abort(new ConnectionAbortedException("the hub failed"));
        }
        finally
        {
            _clients.Disconnect();
        }
    }

    private async Task<bool> NegotiateAsync()
    {
        using var timeout = new CancellationTokenSource(AmqpLimits.LoginTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _context.ConnectionClosed);
        return await new SaslNegotiation(_context.Transport, Authenticate).RunAsync(either.Token).ConfigureAwait(false);
    }

    private bool Authenticate(SaslPlainCredentials credentials)
    {
        try
        {
            if (_hub.Authenticate(new ClientIdentity(credentials.DeviceId, credentials.ModuleId), credentials.Token).Identity is null)
                return false;
            _clients.KeepToken(credentials.Token);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private async Task ServeAsync()
    {
        using var ending = new CancellationTokenSource();
        var working = _work.RunAsync(AfterwardsAsync, ending.Token);
        Open();
        await using var watch = _time.CreateTimer(_ => _work.Wake(), null, WatchInterval, WatchInterval).ConfigureAwait(false);
        await Task.WhenAny(_transport.Closed, working, _stopping.Task).ConfigureAwait(false);
        if (_stopping.Task.IsCompleted && !_transport.Closed.IsCompleted)
            await StopAsync().ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Asked for just above.
        }

        if (_transport.Fault is { } fault)
            Drop(fault);
        else
            await DrainAsync().ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(FarewellPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _context.ConnectionClosed);
        try
        {
            await _transport.DrainAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException or ConnectionAbortedException)
        {
            // It has been given its time.
        }
    }

    private void Open()
    {
        var container = new AmqpContainer(_transport, _clients.OnAttach);
        var listener = new ConnectionListener(new Address("hub", 0, path: "/", scheme: SingleTransport.Scheme), container) { HandlerFactory = _ => new AmqpEvents() };
        listener.AMQP.ContainerId = $"DeviceGateway_{Guid.NewGuid():N}";
        listener.AMQP.MaxFrameSize = AmqpLimits.MaxFrameSize;
        listener.AMQP.MaxSessionsPerConnection = AmqpLimits.MaxSessions;
        listener.AMQP.MaxLinksPerSession = AmqpLimits.MaxLinksPerSession;
        listener.Open();
    }

    private async ValueTask AfterwardsAsync(CancellationToken cancellationToken)
    {
        await _events.FlushAsync(cancellationToken).ConfigureAwait(false);
        _events.Settle();
        if (!_clients.IsEmpty)
            _emptySince = _time.GetTimestamp();
        _clients.Advance(_time.GetUtcNow());
        if (_farewell == Farewell.None)
            Watch();
        else if (_farewell == Farewell.Links)
            _clients.Detach("The hub stops.");
        else
            CloseConnection();
    }

    private void CloseConnection()
    {
        try
        {
            _transport.Connection?.Close(TimeSpan.Zero, LinkErrors.ConnectionForced("The hub stops."));
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }

    private void Watch()
    {
        if (_transport.Silence > AmqpLimits.MaxSilence)
            Drop($"nothing came from it for {AmqpLimits.MaxSilence.TotalSeconds} s");
        else if (_transport.Blocked > AmqpLimits.MaxBlocked)
            Drop($"it has not read what it was sent for {AmqpLimits.MaxBlocked.TotalSeconds} s");
        else if (_time.GetElapsedTime(_emptySince) > AmqpLimits.LoginTimeout)
            Drop($"it has had no link for {AmqpLimits.LoginTimeout.TotalSeconds} s");
    }

    private async Task StopAsync()
    {
        Log.AmqpStopped(_logger, Name);
        // Links first, and alone: a client that hears of the connection's end gets no more answers, and may wait for them for 45 s (protocol section 11.3).
        foreach (var step in new[] { Farewell.Links, Farewell.Connection })
        {
            _farewell = step;
            _work.Wake();
            try
            {
                await _transport.Closed.WaitAsync(FarewellPatience, _time).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                // The next step is harder.
            }
        }

        _context.Abort(new ConnectionAbortedException("the hub stops"));
    }

    private void Drop(string reason)
    {
        if (Interlocked.Exchange(ref _isDropped, 1) != 0 || _context.ConnectionClosed.IsCancellationRequested)
            return;
        Log.AmqpClosed(_logger, Name, reason);
        _context.Abort(new ConnectionAbortedException(reason));
    }

    private void OnPropertyLost(string property)
    {
        if (_hasLostProperty)
            return;
        _hasLostProperty = true;
        Log.PropertyLost(_logger, Name, property);
    }
}
