using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Transport;
using IoTEdge.Modules.Transport.Mqtt;

namespace IoTEdge.Modules.Tests.Model;

/// <summary>Connects to a <see cref="ModelHub"/> through the codec, as the real transport does through TLS.</summary>
internal sealed class ModelTransport(ModelHub hub, TimeProvider time) : IModuleTransport
{
    private readonly MqttTransportOptions _options = new();
    private readonly List<Task> _sessions = [];

    /// <summary>Completes when all sessions have ended; fails with what the hub found wrong.</summary>
    public Task Sessions
    {
        get
        {
            lock (_sessions) return Task.WhenAll(_sessions);
        }
    }

    public async Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        bool isAway;
        lock (hub.Gate) isAway = hub.Faults.Happens(0.1);
        if (isAway) throw new EdgeModuleException(EdgeModuleErrorReason.Connection, "nobody listens");
        var session = new ModelSession(hub, request.Identity, token => !SharedAccessSignature.Parse(token).IsExpired(time.GetUtcNow()));
        hub.Enter(session);
        lock (_sessions) _sessions.Add(session.RunAsync());
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var connection = new MqttModuleConnection(session.ModuleEnd, request.Identity, handler, _options, time, reason => throw new InvalidOperationException(reason));
        try
        {
            await connection.OpenAsync(MqttLogin.Packet(request, _options.KeepAlive), either.Token);
        }
        catch (Exception exception) when (exception is not EdgeModuleException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new EdgeModuleException(EdgeModuleErrorReason.Connection, "no CONNACK", exception);
        }

        try
        {
            await connection.SubscribeAsync(request.Subscriptions, either.Token);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw exception as EdgeModuleException ?? new EdgeModuleException(EdgeModuleErrorReason.Timeout, "no SUBACK", exception);
        }
    }
}
