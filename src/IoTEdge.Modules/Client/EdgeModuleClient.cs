using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Health;
using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Invocation;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.LargePayloads;
using IoTEdge.Modules.Messages;
using IoTEdge.Modules.Methods;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Resilience;
using IoTEdge.Modules.Storage;
using IoTEdge.Modules.Telemetry;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules;

/// <summary>
/// The connection of a module to its hub, for those who want the calls themselves; <see cref="EdgeModuleBase"/> is the comfortable way.
/// Once opened it stays connected: it reconnects, subscribes again, catches up with the twin, and sends what was not acknowledged.
/// Thread-safe. A closed client cannot be opened again.
/// </summary>
public sealed partial class EdgeModuleClient : IAsyncDisposable
{
    private readonly ConnectionLoop _loop;
    private readonly SendPipeline _sending;
    private readonly HttpMethodInvoker _invoker;
    private readonly ConcurrentDictionary<string, OutputPolicy> _outputs = new(StringComparer.Ordinal);
    private readonly Outbox _outbox;
    private readonly ModuleStorage _storage;
    private readonly MessageIds _messageIds;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Phase _phase;

    internal EdgeModuleClient(ModuleAccess access, EdgeModuleClientOptions options, Random random, IPayloadSerializer? serializer = null)
    {
        var logger = options.LoggerFactory?.CreateLogger("IoTEdge.Modules") ?? NullLogger.Instance;
        var transport = options.Transport ?? TransportFactory.Create(access.Trust, options, logger);
        Identity = access.Identity;
        _time = options.TimeProvider;
        _messageIds = new MessageIds(random);
        var pipelines = new ModulePipelines(options);
        _invoker = new HttpMethodInvoker(access, options, pipelines, _messageIds, serializer ?? new PayloadSerializer([]));
        _outbox = new Outbox(options.MaxSendsInFlight, _time, logger);
        var journal = new InputJournal(_time);
        _storage = new ModuleStorage(options.StoragePath, _outbox, journal, _time, logger);
        _loop = new ConnectionLoop(access, transport, options, pipelines, SendDeadLetterAsync, journal, random, logger) { Outbox = _outbox };
        _sending = new SendPipeline(_loop.Sends, pipelines.Send(), access.Identity);
    }

    private enum Phase
    {
        New,
        Open,
        Closed,
    }

    /// <summary>The module that the client speaks for.</summary>
    public ModuleIdentity Identity { get; }

    /// <summary>Whether the client is connected, since when, and why not.</summary>
    public ConnectionState State => _loop.State.Current;

    /// <summary>Calls direct methods of other modules and devices; it needs no open client.</summary>
    public IMethodInvoker MethodInvoker => _invoker;

    /// <summary>How full durable outputs are.</summary>
    internal IEnumerable<OutboxFill> OutboxFills => _outbox.Fills;

    internal Action<TwinSection>? OnReportedKnown
    {
        set => _loop.OnReportedKnown = value;
    }

    /// <summary>Creates a client from a module's connection string. Nothing connects yet.</summary>
    /// <param name="connectionString">
    /// <c>HostName=…;DeviceId=…;ModuleId=…;SharedAccessKey=…</c>, with <c>GatewayHostName=…</c> to go through an edge device. The roots to
    /// trust come from <see cref="EdgeModuleClientOptions.CaCertificateFile"/>, else from the system.
    /// </param>
    /// <param name="options">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="EdgeModuleException">The connection string or the file cannot be used.</exception>
    public static EdgeModuleClient CreateFromConnectionString(string connectionString, EdgeModuleClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        options ??= new EdgeModuleClientOptions();
        var environment = new ModuleEnvironment(Environment.GetEnvironmentVariable, options);
        return new EdgeModuleClient(environment.FromConnectionString(connectionString, "The connection string"), options, NewRandom());
    }

    /// <summary>
    /// Creates a client from the environment: <c>EdgeHubConnectionString</c> with <c>EdgeModuleCACertificateFile</c>, or the
    /// <c>IOTEDGE_*</c> variables that the runtime gives each module. Nothing connects to the hub yet.
    /// </summary>
    /// <param name="options">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the workload API.</param>
    /// <exception cref="EdgeModuleException">The environment is incomplete, or the workload API cannot be reached.</exception>
    public static async Task<EdgeModuleClient> CreateFromEnvironmentAsync(EdgeModuleClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EdgeModuleClientOptions();
        var environment = new ModuleEnvironment(Environment.GetEnvironmentVariable, options);
        return new EdgeModuleClient(await environment.ResolveAsync(cancellationToken).ConfigureAwait(false), options, NewRandom());
    }

    /// <summary>
    /// Connects, subscribes for the handlers that are set, and hands over the desired properties. Transient failures are tried again
    /// until the token ends it.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="EdgeModuleException">The hub refused the module, or is not trusted.</exception>
    /// <exception cref="InvalidOperationException">The client was opened or closed before.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_phase != Phase.New) throw new InvalidOperationException($"The client of {Identity.ClientId} can be opened once; make a new one.");
            _phase = Phase.Open;
        }

        _storage.Open();
        try
        {
            await _loop.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_gate) _phase = Phase.New;
            throw;
        }

        // Outside the attempt, and with the connection in use: the handler may send and report.
        await _loop.TwinHandled.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a message to an output and completes when the hub has it (PUBACK). While the hub is away it waits. Where the output is durable it
    /// completes when the message is stored.
    /// </summary>
    /// <param name="output">The output's name.</param>
    /// <param name="message">The message; it gets an id if it has none.</param>
    /// <param name="cancellationToken">Ends the wait; the message may still arrive.</param>
    /// <exception cref="EdgeModuleException">The message is too large or cannot be stored, <see cref="EdgeModuleClientOptions.SendTimeout"/> is over, or the client is closed.</exception>
    public Task SendAsync(string output, EdgeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return SendCoreAsync(output, message, cancellationToken);
    }

    /// <summary>Sends a message without an output and completes when the hub has it (PUBACK). While the hub is away it waits.</summary>
    /// <param name="message">The message; it gets an id if it has none.</param>
    /// <param name="cancellationToken">Ends the wait; the message may still arrive.</param>
    /// <exception cref="EdgeModuleException">The message is too large, <see cref="EdgeModuleClientOptions.SendTimeout"/> is over, or the client is closed.</exception>
    public Task SendAsync(EdgeMessage message, CancellationToken cancellationToken = default) => SendCoreAsync(null, message, cancellationToken);

    /// <summary>Sets how messages of an output leave; best before the client is opened. Messages that are kept from the last run leave in any case.</summary>
    /// <param name="output">The output's name.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="EdgeModuleException">
    /// The output is durable, and <see cref="EdgeModuleClientOptions.StoragePath"/> is not set or cannot be written (<see cref="EdgeModuleErrorReason.Configuration"/>).
    /// </exception>
    public void SetOutputPolicy(string output, OutputPolicy policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(policy);
        policy.Validate();
        if (policy.Durable) _storage.Require($"Output '{output}' of {Identity.ClientId} is durable");
        _outbox.Set(output, policy);
        _outputs[output] = policy;
    }

    /// <summary>Sets the handler of a direct method; it may be set before opening or after, and replaced.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="handler">The handler; calls may run side by side.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetMethodHandlerAsync(string method, MethodHandler handler, CancellationToken cancellationToken = default) =>
        SetMethodHandlerAsync(method, handler, MethodPolicy.Default, cancellationToken);

    /// <summary>Sets the handler of a direct method, and how its calls run.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="handler">The handler; calls may run side by side.</param>
    /// <param name="policy">How calls run.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetMethodHandlerAsync(string method, MethodHandler handler, MethodPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        policy.Validate();
        _loop.Methods.Set(method, new MethodBinding(policy.LargePayloads ? new LargePayloadMethod(handler, _time).HandleAsync : handler, policy));
        return _loop.SubscribeAsync(cancellationToken);
    }

    /// <summary>Sets the handler of every direct method that has none of its own.</summary>
    /// <param name="handler">The handler; calls may run side by side.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetDefaultMethodHandlerAsync(MethodHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _loop.Methods.Set(null, new MethodBinding(handler, MethodPolicy.Default));
        return _loop.SubscribeAsync(cancellationToken);
    }

    /// <summary>
    /// Sets the handler of desired properties. It hears of the whole document when the client is opened (or at once, if it is open), and of
    /// each change after that, also of those that happened while the client was cut off.
    /// </summary>
    /// <param name="handler">The handler; one call at a time.</param>
    /// <param name="cancellationToken">Ends the wait for the subscription.</param>
    public Task SetDesiredPropertiesHandlerAsync(DesiredPropertiesHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _loop.Twin.Set(handler);
        return _loop.SubscribeAsync(cancellationToken);
    }

    /// <summary>Gets the twin from the hub.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The hub did not answer in time, or the client is closed.</exception>
    public Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken = default) =>
        _loop.WithConnectionAsync(static (connection, token) => connection.GetTwinAsync(token), cancellationToken);

    /// <summary>Changes reported properties and completes when the hub has them.</summary>
    /// <param name="patch">The changes; null removes a property. At most 32 KiB; see <see cref="ReportedPropertiesValidator"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The patch breaks a limit, the hub refused it or did not answer in time, or the client is closed.</exception>
    public Task UpdateReportedPropertiesAsync(JsonObject patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        try
        {
            ReportedPropertiesValidator.Validate(patch);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Refused, exception.Message, exception);
        }

        return _loop.WithConnectionAsync(async (connection, token) =>
        {
            await connection.PatchReportedAsync(patch, token).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>
    /// Watches the connection: the present state first, then each change, until the client is closed. Who is slow gets the newest state and
    /// misses those between. Any number may watch.
    /// </summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    public IAsyncEnumerable<ConnectionState> States(CancellationToken cancellationToken = default) => _loop.State.WatchAsync(cancellationToken);

    /// <summary>Takes nothing new, waits for handlers that run and messages that leave, and closes.</summary>
    /// <param name="cancellationToken">Ends the wait: what is not done by then is given up, and the hub sends it again later.</param>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_phase == Phase.Closed) return;
            _phase = Phase.Closed;
        }

        await DrainAsync(cancellationToken).ConfigureAwait(false);
        await _outbox.DisposeAsync().ConfigureAwait(false);
        await _loop.StopAsync(cancellationToken).ConfigureAwait(false);
        await _storage.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes without waiting for handlers or messages.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        _invoker.Dispose();
    }

    /// <summary>Holds messages and calls until there is something to handle them with; before opening.</summary>
    internal void BeginAfter(Task ready) => _loop.BeginAfter = ready;

    /// <summary>Does what <see cref="CloseAsync"/> does before it closes; reported properties can still be sent after it.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _loop.DrainAsync(cancellationToken).ConfigureAwait(false);
        await _outbox.FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendDeadLetterAsync(string output, EdgeMessage message, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await SendCoreAsync(output, DeadLetter.Of(message, reason), cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.MessageTooLarge)
        {
            // What says why does not fit any more; the message itself does, for it has arrived.
            await SendCoreAsync(output, message.Copy(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendCoreAsync(string? output, EdgeMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var policy = (output is null ? null : _outputs.GetValueOrDefault(output)) ?? OutputPolicy.Default;
        var properties = message.ToOutgoing(output, _messageIds.Next);
        using var span = ModuleTracing.StartSend(output, properties);
        var started = _time.GetTimestamp();
        Exception? failure = null;
        try
        {
            var body = policy.CloudEvents
                ? CloudEvent.Wrap(Identity, policy.CloudEventType ?? message.PayloadType ?? output!, message.CreationTime ?? _time.GetUtcNow(), properties, message.Body)
                : message.Body;
            MessageSize.Check(properties, body);
            await (policy.Durable ? _outbox.SendAsync(output!, properties, body, cancellationToken) : _sending.SendAsync(properties, body, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            span.Fail(exception);
            throw;
        }
        finally
        {
            ModuleMetrics.Sent(output, _time.GetElapsedTime(started), failure);
        }
    }

#pragma warning disable RS0030 // The one place where randomness comes from; everything below takes it as a dependency.
    internal static Random NewRandom() => Random.Shared;
#pragma warning restore RS0030
}
