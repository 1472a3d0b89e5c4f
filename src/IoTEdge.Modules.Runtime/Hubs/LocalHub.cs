using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Configuration;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Storage;
using IoTEdge.Modules.Runtime.Upstream;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>A hub with everything around it: certificates, database, MQTT and AMQP over TLS, HTTPS, and the control API on a Unix socket.</summary>
public sealed class LocalHub : IAsyncDisposable
{
    private readonly SqliteHubStore _store;
    private readonly HubServer _server;
    private readonly CertificateAuthority _authority;
    private readonly IDisposable _lock;
    private readonly UpstreamForwarder? _upstream;

    private LocalHub(IDisposable held, CertificateAuthority authority, SqliteHubStore store, EdgeHub hub, HubServer server, UpstreamForwarder? upstream, StateDirectory state)
    {
        _upstream = upstream;
        _lock = held;
        _authority = authority;
        _store = store;
        _server = server;
        Hub = hub;
        CertificatePath = state.CertificatePath;
        ControlSocketPath = state.HubSocketPath;
        ServiceConnectionStringPath = state.ServiceConnectionStringPath;
    }

    /// <summary>The hub itself: identities, twins, methods, upstream, statistics.</summary>
    public EdgeHub Hub { get; }

    /// <summary>The port on which it listens for MQTT.</summary>
    public int MqttPort => _server.MqttPort;

    /// <summary>The port on which it listens for AMQP.</summary>
    public int AmqpPort => _server.AmqpPort;

    /// <summary>The port on which it listens for HTTPS.</summary>
    public int HttpsPort => _server.HttpsPort;

    /// <summary>The file with the certificate that clients have to trust, PEM.</summary>
    public string CertificatePath { get; }

    /// <summary>The file with the connection string for services, such as IoT Hub's service SDKs; its user's only.</summary>
    public string ServiceConnectionStringPath { get; }

    /// <summary>The Unix socket of the control API.</summary>
    public string ControlSocketPath { get; }

    /// <summary>Faults when the hub can keep nothing any more; stop it then.</summary>
    public Task Completion => _store.Completion;

    /// <summary>Starts a hub, and returns once it listens.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LocalHubException">A port is taken, or an address is none of this machine.</exception>
    /// <exception cref="IOException">The state directory cannot be used.</exception>
    /// <exception cref="InvalidDataException">The database is damaged, or of a later release.</exception>
    /// <exception cref="HubConfigurationException">The database has routes that cannot be used.</exception>
    public static async Task<LocalHub> StartAsync(LocalHubOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = StateDirectory.Open(options.StateDirectory);
        var logger = options.LoggerFactory.CreateLogger<LocalHub>();
        var parts = new StartedParts();
        await using var _ = parts.ConfigureAwait(false);
        var sink = options.Upstream is { } target ? parts.Add(UpstreamTarget.Parse(target, options.Hub.DeviceId, options.UpstreamCertificatePath, options.Time, logger)) : null;
        var held = parts.Add(await state.LockHubAsync(options.Time, cancellationToken).ConfigureAwait(false));
        var authority = parts.Add(CertificateAuthority.LoadOrCreate(state, options.Time));
        var store = parts.Add(SqliteHubStore.Open(state.DatabasePath, options.SurvivesPowerLoss, options.Time, logger));
        var hub = parts.Add(await EdgeHub.StartAsync(options.Hub, store, options.Time, logger, cancellationToken).ConfigureAwait(false));
        PrivateFile.Write(state.ServiceConnectionStringPath, hub.Policy.ConnectionString(options.Hub.GatewayHostName) + "\n");
        var server = parts.Add(await HubServer.StartAsync(options, state, authority, hub, cancellationToken).ConfigureAwait(false));
        parts.Release();
        return new LocalHub(held, authority, store, hub, server, sink is null ? null : new UpstreamForwarder(hub.Upstream, sink, options.Time, logger), state);
    }

    /// <summary>Closes all connections, writes what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        if (_upstream is not null)
            await _upstream.DisposeAsync().ConfigureAwait(false);
        try
        {
            await Hub.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _store.DisposeAsync().ConfigureAwait(false);
            _authority.Dispose();
            _lock.Dispose();
        }
    }
}
