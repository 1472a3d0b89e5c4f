using IoTEdge.Modules.Hub.Configuration;
using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Hub.Reporting;
using IoTEdge.Modules.Hub.Routing;
using IoTEdge.Modules.Hub.Services;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Statistics;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub;

/// <summary>A hub: it routes messages between modules, keeps their twins, and calls their methods. Protocol heads and a store stand around it.</summary>
public sealed class EdgeHub : IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly RouteState _routes = new();
    private readonly SessionRegistry _sessions;
    private readonly EndpointRegistry _endpoints;
    private readonly MessageIngress _ingress;
    private readonly StoreLimit _limit;
    private readonly Authenticator _authenticator;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly HubReporter _reporter;
    private readonly Task _background;

    private EdgeHub(EdgeHubOptions options, IHubStore store, StoredHub stored, UpstreamQueue upstream, ServicePolicy policy, TimeProvider time, ILogger logger)
    {
        Policy = policy;
        Deployments = new DeploymentRegistry(store, stored.Documents);
        Options = options;
        _logger = logger;
        var loader = new QueueLoader(store, logger);
        _sessions = new SessionRegistry(store, new PumpSettings(options.Window, options.AcknowledgeTimeout, time, store, loader), time);
        _endpoints = new EndpointRegistry(options.DeviceId, _sessions, store, upstream);
        _limit = new StoreLimit(store, upstream.MakeRoom, logger);
        _ingress = new MessageIngress(options.DeviceId, _routes, _limit, store, time);
        Identities = new IdentityRegistry(store, time) { Revoked = OnRevoked };
        Twins = new TwinRegistry(store, time) { Notify = (identity, version, patch) => _sessions.Find(identity)?.SendDesiredPatch(version, patch) };
        Methods = new MethodDispatcher(_sessions, time);
        Upstream = new UpstreamLog(upstream, stored, options.DeviceId, store, time);
        _authenticator = new Authenticator(Identities, options, time);
        Identities.Restore(stored.Clients);
        Twins.Restore(stored.Twins);
        foreach (var session in stored.Sessions)
            _sessions.Get(session.Identity).Restore(session);
        _endpoints.Restore(stored.Queues);
        _timer = time.CreateTimer(_ => _sessions.Tick(), null, TickInterval, TickInterval);
        _reporter = new HubReporter(new ClientIdentity(options.DeviceId, "$edgeHub"), Twins, _sessions, logger);
        _sessions.ConnectionChanged = _reporter.OnChanged;
        _background = Task.WhenAll(loader.RunAsync(_stopping.Token), _reporter.RunAsync(_stopping.Token));
    }

    /// <summary>What the hub was told.</summary>
    public EdgeHubOptions Options { get; }

    /// <summary>The devices and modules that may connect.</summary>
    public IdentityRegistry Identities { get; }

    /// <summary>Their twins.</summary>
    public TwinRegistry Twins { get; }

    /// <summary>Their direct methods.</summary>
    public MethodDispatcher Methods { get; }

    /// <summary>Who may drive the hub as a service.</summary>
    public ServicePolicy Policy { get; }

    /// <summary>What services stored of automatic deployments.</summary>
    public DeploymentRegistry Deployments { get; }

    /// <summary>What arrived at <c>$upstream</c>.</summary>
    public UpstreamLog Upstream { get; }

    /// <summary>Starts a hub on what a store holds.</summary>
    /// <param name="options">What the hub is told.</param>
    /// <param name="store">The store; the hub does not dispose it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HubConfigurationException">The store has desired properties of <c>$edgeHub</c> that cannot be used.</exception>
    public static async Task<EdgeHub> StartAsync(
        EdgeHubOptions options, IHubStore store, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var stored = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        var upstream = stored.Queues.FirstOrDefault(queue => queue.Endpoint == UpstreamQueue.EndpointName);
        var upstreamId = upstream?.Id ?? await store.AddQueueAsync(UpstreamQueue.EndpointName, 0, cancellationToken).ConfigureAwait(false);
        var policy = await ServicePolicy.LoadOrCreateAsync(stored, store, time, cancellationToken).ConfigureAwait(false);
        var hub = new EdgeHub(options, store, stored, new UpstreamQueue(upstreamId, upstream?.Count ?? 0, options.UpstreamCapacity, store), policy, time, logger);
        try
        {
            await hub.ConfigureAsync(cancellationToken).ConfigureAwait(false);
            if (options.Window == 1)
                Log.OneInFlight(logger);
        }
        catch
        {
            await hub.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return hub;
    }

    /// <summary>Decides whether a client may connect. Refusals are logged here, once.</summary>
    /// <param name="login">What it says of itself.</param>
    public LoginResult Authenticate(Login login)
    {
        ArgumentNullException.ThrowIfNull(login);
        return Logged(login.ClientId, _authenticator.Authenticate(login));
    }

    /// <summary>Decides whether a token is good for a client, for protocols without a login of their own. Refusals are logged here, once.</summary>
    /// <param name="identity">Who the client says it is.</param>
    /// <param name="token">A shared access signature. A secret.</param>
    public LoginResult Authenticate(ClientIdentity identity, string token)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(token);
        return Logged(identity.ClientId, _authenticator.Authenticate(identity, token));
    }

    /// <summary>Connects a client. An earlier connection of the same client is closed: the new one wins (protocol section 1.1.8).</summary>
    /// <param name="identity">The client, authenticated.</param>
    /// <param name="link">The way to it.</param>
    /// <param name="options">What it says of the connection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ClientConnection> ConnectAsync(ClientIdentity identity, IClientLink link, ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(options);
        var session = _sessions.Get(identity);
        bool isPresent;
        try
        {
            isPresent = await session.ConnectAsync(link, options, cancellationToken).ConfigureAwait(false);
            if (options.ModelId is { } modelId)
                await Twins.SetModelAsync(identity, modelId, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody else would say that this connection has gone.
            session.Disconnect(link);
            throw;
        }

        Log.Connected(_logger, identity.ClientId);
        return new ClientConnection(session, link, isPresent, _ingress, Twins, Methods);
    }

    /// <summary>Whether a client is connected.</summary>
    /// <param name="identity">The client.</param>
    public bool IsConnected(ClientIdentity identity) => _sessions.Find(identity)?.IsConnected ?? false;

    /// <summary>When a client's connection last came or went.</summary>
    /// <param name="identity">The client.</param>
    /// <returns><see langword="null"/> when it has not connected since the hub started.</returns>
    public DateTimeOffset? ConnectionChangedAt(ClientIdentity identity) =>
        _sessions.Find(identity) is { } session ? session.ConnectedSince ?? session.DisconnectedAt : null;

    /// <summary>What the hub did since it started.</summary>
    public HubStatistics ReadStatistics() => StatisticsReader.Read(_routes.Current, _endpoints, _sessions);

    /// <summary>Deletes a module with its twin, or a device with its modules, and ends their connections.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(ClientIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (!identity.IsModule)
        {
            foreach (var module in Identities.All.Where(client => client.Identity.IsModule && client.Identity.DeviceId == identity.DeviceId))
                await DeleteAsync(module.Identity, cancellationToken).ConfigureAwait(false);
        }

        if (!await Identities.DeleteAsync(identity, cancellationToken).ConfigureAwait(false))
            return false;
        // The store has forgotten it: who asked may be gone by now, the rest is done all the same.
        _sessions.Find(identity)?.Forget();
        await Twins.ForgetAsync(identity, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops the hub. Its connections and its store are others' to close.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _background.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Asked for just above.
        }

        _stopping.Dispose();
    }

    private LoginResult Logged(string clientId, LoginResult result)
    {
        if (result.Code != MqttConnectReturnCode.Accepted)
            Log.Refused(_logger, clientId, result.Reason);
        return result;
    }

    private async Task ConfigureAsync(CancellationToken cancellationToken)
    {
        var self = new ClientIdentity(Options.DeviceId, "$edgeHub");
        foreach (var identity in new[] { new ClientIdentity(Options.DeviceId, null), self, new ClientIdentity(Options.DeviceId, "$edgeAgent") })
        {
            if (Identities.Find(identity) is null)
                await Identities.PutAsync(identity, new IdentityChange { IsEdgeDevice = !identity.IsModule }, cancellationToken).ConfigureAwait(false);
        }

        await _reporter.StartAsync(cancellationToken).ConfigureAwait(false);
        var configurator = new HubConfigurator(self, Options.Strict, Twins, _endpoints, _routes, _limit, _logger);
        Twins.Changed = (identity, token) => identity == self ? configurator.ApplyAsync(token) : Task.CompletedTask;
        await configurator.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    private void OnRevoked(ClientIdentity identity) =>
        _sessions.Find(identity)?.Close(CloseCause.Revoked, "its keys changed, or it was disabled or deleted");
}
