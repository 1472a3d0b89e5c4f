using System.Text.Json.Nodes;
using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Methods;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Resilience;
using IoTEdge.Modules.Telemetry;
using IoTEdge.Modules.Transport;
using IoTEdge.Modules.Twins;
using Microsoft.Extensions.Logging;
using Polly;

namespace IoTEdge.Modules.Connection;

/// <summary>
/// Keeps the module connected, and is the only place that connects. After every connect, in this order: subscribe, get the twin, hand over
/// the difference once, send what was not acknowledged. Inputs begin once the first twin is applied.
/// </summary>
internal sealed class ConnectionLoop : IModuleConnectionHandler, IAsyncDisposable
{
    private readonly ModuleAccess _access;
    private readonly IModuleTransport _transport;
    private readonly EdgeModuleClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RefusalLimit _refusals;
    private readonly TakeOverGuard _takeOvers;
    private readonly ResiliencePipeline _firstConnect;
    private readonly ResiliencePipeline _reconnect;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PresentConnection _present = new();
    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private ModuleSubscriptions _subscribed;
    private SasToken _token;
    private DateTimeOffset _tokenMadeAt;
    private Task _run = Task.CompletedTask;
    private volatile Task _twinHandled = Task.CompletedTask;
    private volatile bool _isOpened;

    public ConnectionLoop(ModuleAccess access, IModuleTransport transport, EdgeModuleClientOptions options, ModulePipelines pipelines, DeadLetterSender sendDeadLetter, InputJournal journal, Random random, ILogger logger)
    {
        _access = access;
        _transport = transport;
        _options = options;
        _time = options.TimeProvider;
        _logger = logger;
        _refusals = new RefusalLimit(options.MaxRefusals);
        _takeOvers = new TakeOverGuard(_time, random);
        Inputs = new InputDispatcher(new InputTools(options.MaxInputsInFlight, sendDeadLetter, journal, _time, random, logger));
        Methods = new MethodDispatcher(_time, logger);
        Sends = new SendQueue(options.MaxSendsInFlight, _time);
        Twin = new TwinSynchronizer(FetchTwinAsync, logger);
        State = new ConnectionStateMachine(_time);
        _firstConnect = pipelines.Connect(() => ReconnectPipeline.Create(options, random, static exception => exception is EdgeModuleException { IsTransient: true }, OnRetry));

        // Once it has been connected, a module does not give up soon: the hub may be made anew behind it.
        _reconnect = pipelines.Connect(() => ReconnectPipeline.Create(options, random, _refusals.IsWorthAnotherTry, OnRetry));
    }

    public InputDispatcher Inputs { get; }

    public MethodDispatcher Methods { get; }

    public SendQueue Sends { get; }

    public required Outbox Outbox { get; init; }

    public TwinSynchronizer Twin { get; }

    public ConnectionStateMachine State { get; }

    /// <summary>Completes when the handler has seen the twin that the last connect brought.</summary>
    public Task TwinHandled => _twinHandled;

    /// <summary>What messages and calls wait for beside the first twin.</summary>
    public Task BeginAfter { get; set; } = Task.CompletedTask;

    /// <summary>Hears of the reported properties that the hub has, after each connect, before sends go on.</summary>
    public Action<TwinSection>? OnReportedKnown { get; set; }

    /// <summary>Connects for the first time; transient failures are tried again until <paramref name="cancellationToken"/> ends it.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        State.Become(ConnectionStatus.Connecting);
        _isOpened = true;
        try
        {
            var connection = await ConnectThroughAsync(_firstConnect, cancellationToken).ConfigureAwait(false);
            _run = RunAsync(connection);
        }
        catch (Exception exception)
        {
            State.Become(ConnectionStatus.Closed, exception as EdgeModuleException);
            _isOpened = false;
            throw;
        }
    }

    /// <summary>Runs an operation on the present connection, or the next; again where the connection ends in between.</summary>
    public Task<T> WithConnectionAsync<T>(Func<IModuleConnection, CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        _present.UseAsync(operation, cancellationToken);

    /// <summary>Subscribes to what handlers need by now, on the present connection or the next; before the client is opened, opening does.</summary>
    public async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        if (!_isOpened) return;
        Task twinHandled;
        await _subscribing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            twinHandled = await WithConnectionAsync(SubscribeAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _subscribing.Release();
        }

        await twinHandled.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes nothing new, finishes what runs, and sends what waits; the connection stays. What is left when <paramref name="cancellationToken"/> ends it is given up.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Inputs.StopAsync(cancellationToken), Methods.StopAsync(cancellationToken), Twin.StopAsync(cancellationToken)).ConfigureAwait(false);
        await Sends.FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Drains and closes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        State.End();
        Refuse(new EdgeModuleException(EdgeModuleErrorReason.Closed, $"The client of {_access.Identity.ClientId} is closed; a message that was not acknowledged may or may not have arrived."));
        _logger.Closed(_access.Identity.ClientId);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _subscribing.Dispose();
        _stopping.Dispose();
    }

    Task<bool> IModuleConnectionHandler.OnInputAsync(EdgeMessage message) => Inputs.Dispatch(message);

    void IModuleConnectionHandler.OnDesiredPatch(JsonObject patch, long version) => Twin.OnPatch(patch, version);

    void IModuleConnectionHandler.OnMethod(MethodRequest request, Action<MethodResult> respond) => Methods.Dispatch(request, respond);

    private async Task RunAsync(IModuleConnection connection)
    {
        try
        {
            while (true)
            {
                var lost = await EndOfAsync(connection).ConfigureAwait(false);
                State.Become(ConnectionStatus.Reconnecting, lost);
                Sends.Detach();
                Outbox.Detach();
                _present.Drop(connection);
                await connection.DisposeAsync().ConfigureAwait(false);
                await PauseAsync(lost).ConfigureAwait(false);
                _refusals.Reset();
                connection = await ConnectThroughAsync(_reconnect, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Sends.Detach();
            Outbox.Detach();
            await connection.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a pipeline gives up with, those who wait must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var fault = exception as EdgeModuleException
                ?? new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The pipeline {EdgeModulePipelines.Connect} of {_access.Identity.ClientId} gave up: {exception.Message}", exception);
            _logger.Faulted(_access.Identity.ClientId, fault.Message);
            State.Become(ConnectionStatus.Faulted, fault);
            Refuse(fault);
        }
    }

    /// <summary>Waits before connecting again where somebody else seems to use the module's identity; else not at all.</summary>
    private async Task PauseAsync(EdgeModuleException? lost)
    {
        var client = _access.Identity.ClientId;
        if (lost is not null) _logger.Disconnected(client, lost.Message);
        else _logger.RenewingToken(client);
        var delay = _takeOvers.OnEnded(lost);
        if (delay == TimeSpan.Zero) return;
        if (_takeOvers.IsNewlySuspicious) _logger.TakenOver(client, TakeOverGuard.MaxDelay.TotalSeconds);
        await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(false);
    }

    /// <summary>Fails who waits for a next connection, and whoever asks from now on; the first reason stays.</summary>
    private void Refuse(EdgeModuleException reason)
    {
        Sends.Close(reason);
        _present.Refuse(reason);
    }

    private async Task<IModuleConnection> ConnectThroughAsync(ResiliencePipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(ConnectAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException exception)
        {
            throw PipelineRejection.Of(exception, EdgeModulePipelines.Connect, $"connect {_access.Identity.ClientId}");
        }
    }

    /// <summary>One attempt: everything that makes a connection usable, or none.</summary>
    private async ValueTask<IModuleConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        Inputs.Forget();
        _tokenMadeAt = _time.GetUtcNow();
        _token = await _access.Tokens.CreateTokenAsync(cancellationToken).ConfigureAwait(false);
        var needed = NeededSubscriptions();
        var request = new ModuleConnectRequest
        {
            Identity = _access.Identity,
            HostName = _access.HostName,
            Endpoint = _access.Endpoint,
            Token = _token.Value,
            Subscriptions = needed,
            ProductInfo = _options.ProductInfo,
            ModelId = _options.ModelId,
        };
        if (needed.HasFlag(ModuleSubscriptions.DesiredProperties)) Twin.ExpectTwin();
        var connection = await _transport.ConnectAsync(request, this, cancellationToken).ConfigureAwait(false);
        try
        {
            if (needed.HasFlag(ModuleSubscriptions.DesiredProperties)) _twinHandled = await TakeTwinAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _subscribed = needed;
        Sends.Attach(connection);
        Outbox.Attach(connection);
        var begin = Task.WhenAll(_twinHandled, BeginAfter);
        Inputs.BeginAfter(begin);
        Methods.BeginAfter(begin);
        State.Become(ConnectionStatus.Connected);
        _takeOvers.OnConnected();
        _present.Set(connection);
        ModuleMetrics.Connected();
        _logger.Connected(_access.Identity.ClientId, _access.Endpoint.ToString());
        return connection;
    }

    private async Task<Task> SubscribeAsync(IModuleConnection connection, CancellationToken cancellationToken)
    {
        var needed = NeededSubscriptions();
        var missing = needed & ~_subscribed;
        if (missing == 0) return Task.CompletedTask;
        var isTwinNew = missing.HasFlag(ModuleSubscriptions.DesiredProperties);
        if (isTwinNew) Twin.ExpectTwin();
        await connection.SubscribeAsync(needed, cancellationToken).ConfigureAwait(false);
        var twinHandled = isTwinNew ? await TakeTwinAsync(connection, cancellationToken).ConfigureAwait(false) : Task.CompletedTask;
        _subscribed |= needed;
        return twinHandled;
    }

    /// <summary>Gets the twin and hands it on.</summary>
    /// <returns>A task that completes when the handler has seen it.</returns>
    private async Task<Task> TakeTwinAsync(IModuleConnection connection, CancellationToken cancellationToken)
    {
        var twin = await connection.GetTwinAsync(cancellationToken).ConfigureAwait(false);
        OnReportedKnown?.Invoke(twin.Reported);
        return Twin.OnTwin(twin);
    }

    /// <summary>Waits until the connection is lost, or as good as lost (the reason), or its token is to be renewed (<see langword="null"/>).</summary>
    private async Task<EdgeModuleException?> EndOfAsync(IModuleConnection connection)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var renewal = TokenRenewal.WaitAsync(_tokenMadeAt, _token.ExpiresAt, () => Sends.IsEmpty && Outbox.IsQuiet, _time, waiting.Token);
        var overdue = AcknowledgementWatch.WaitAsync(Sends, Outbox, _options.AcknowledgementTimeout, _time, waiting.Token);
        await Task.WhenAny(connection.Closed, renewal, overdue).ConfigureAwait(false);
        _stopping.Token.ThrowIfCancellationRequested();
        var isOverdue = overdue.IsCompletedSuccessfully;
        await waiting.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(renewal, overdue).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connection.Closed.IsCompleted) return await connection.Closed.ConfigureAwait(false);
        return isOverdue ? NotAcknowledged() : null;
    }

    private async Task<ModuleTwin?> FetchTwinAsync(CancellationToken cancellationToken)
    {
        // Not waited for: the next connection gets the twin, and may itself wait until what is before it in the queue is done.
        if (_present.Next is not { IsCompletedSuccessfully: true, Result: var connection }) return null;
        try
        {
            return await connection.GetTwinAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception)
        {
            // The next connection gets the twin; a hub that does not answer is as good as gone.
            _logger.TwinFetchFailed(exception.Message);
            await connection.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private ModuleSubscriptions NeededSubscriptions() =>
        (Inputs.HasHandlers ? ModuleSubscriptions.Inputs : 0)
        | (Methods.HasHandlers ? ModuleSubscriptions.Methods : 0)
        | (Twin.HasHandler ? ModuleSubscriptions.DesiredProperties : 0);

    private EdgeModuleException NotAcknowledged() => new(EdgeModuleErrorReason.Timeout,
        $"The hub has not acknowledged a message of {_access.Identity.ClientId} within {_options.AcknowledgementTimeout.TotalSeconds} s.");

    private void OnRetry(Exception exception, int attempt, TimeSpan delay)
    {
        State.Become(State.Current.Status, exception as EdgeModuleException);
        _takeOvers.OnConnectFailed();
        if (attempt == 0) _logger.ConnectFailed(_access.Identity.ClientId, exception.Message);
        else _logger.ConnectFailedAgain(_access.Identity.ClientId, attempt, delay.TotalSeconds, exception.Message);
    }
}
