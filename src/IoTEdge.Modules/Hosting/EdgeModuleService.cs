using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Probing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.Registry;

namespace IoTEdge.Modules.Hosting;

/// <summary>
/// Runs one module in a host. It is connected and has settings before other hosted services start, and closes after they have stopped, so that
/// those can use its outputs all their life.
/// </summary>
internal sealed class EdgeModuleService(EdgeModuleBase module, string? key, IServiceProvider services) : IHostedLifecycleService, IAsyncDisposable
{
    private readonly ILoggerFactory _loggerFactory = services.GetRequiredService<ILoggerFactory>();
    private readonly IHostApplicationLifetime _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
    private readonly CancellationTokenSource _stopping = new();
    private ILogger? _logger;
    private EdgeModuleClient? _client;
    private bool _isOpen;
    private FirstConnect? _firstConnect;
    private Task _execution = Task.CompletedTask;
    private Task _drain = Task.CompletedTask;
    private Task _faultWatch = Task.CompletedTask;
    private ProbeEndpoint? _probe;
    private CancellationTokenSource? _deadline;

    private ILogger Logger => _logger ??= _loggerFactory.CreateLogger("IoTEdge.Modules");

    public Task StartingAsync(CancellationToken cancellationToken) => GuardAsync(OpenAsync, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => _isOpen ? GuardAsync(BeginAsync, cancellationToken) : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no more, and lets what runs finish.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen) return;
        _deadline = new CancellationTokenSource(module.Context.Options.StopTimeout, module.Context.Options.Client.TimeProvider);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _firstConnect!.StopAsync().ConfigureAwait(false);
        _drain = _client!.DrainAsync(_deadline.Token);
    }

    /// <summary>Waits for what runs, and lets the module say its last words.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_deadline is null) return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        await _faultWatch.ConfigureAwait(false);
        await _execution.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _drain.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SayGoodbyeAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>Reports and closes.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_deadline is null) return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        await module.Context.Reported.StopAsync(either.Token).ConfigureAwait(false);
        await _client!.CloseAsync(either.Token).ConfigureAwait(false);
        if (either.IsCancellationRequested) Logger.StopTimedOut(_client.Identity.ClientId, module.Context.Options.StopTimeout.TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_probe is not null) await _probe.DisposeAsync().ConfigureAwait(false);
        if (_client is not null) await _client.DisposeAsync().ConfigureAwait(false);
        _firstConnect?.Dispose();
        _deadline?.Dispose();
        _stopping.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        try
        {
            await start(cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception)
        {
            // One line and an exit code: who reads the log of a device has no use for the stack of a wrong key.
            Fail(exception.Message);
        }
        catch (OptionsValidationException exception)
        {
            Fail(string.Join(" ", exception.Failures));
        }
        catch (OperationCanceledException) when (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop before it was connected; there is nothing to finish.
        }
    }

    private void Fail(string reason)
    {
        Logger.StartFailed(EdgeModuleExitCode.Failed, reason);
        Environment.ExitCode = EdgeModuleExitCode.Failed;
        _lifetime.StopApplication();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptionsMonitor<EdgeModuleOptions>>().Get(key ?? Options.DefaultName);
        var serializer = options.Serializer ?? new PayloadSerializer(options.JsonContexts);
        var contract = new ModuleContractBuilder(serializer);
        module.FillContract(contract);
        ModuleRequirements.Check(contract, serializer, services, module.Name);

        var clientOptions = options.Client with
        {
            LoggerFactory = options.Client.LoggerFactory ?? _loggerFactory,
            StoragePath = options.Client.StoragePath ?? options.StoragePath,
            Pipelines = options.Client.Pipelines ?? services.GetService<ResiliencePipelineProvider<string>>(),
        };
        var access = await ResolveAsync(options, clientOptions, cancellationToken).ConfigureAwait(false);
        services.GetRequiredService<ModuleIdentities>().Claim(access.Identity, key is null ? module.Name : $"{module.Name} '{key}'");
        var client = _client = new EdgeModuleClient(access, clientOptions, EdgeModuleClient.NewRandom(), serializer);
        module.Attach(new ModuleContext(client, serializer, options, key, services, module.ReportedSource, Logger));
        _probe = new ProbeEndpoint(access.Identity, services.GetRequiredService<HealthCheckService>(), Logger);
        await BindAsync(client, contract, cancellationToken).ConfigureAwait(false);
        _firstConnect = new FirstConnect(client, Logger);
        await _firstConnect.RunAsync(canBeginWithout: module.DesiredState is { FirstAccepted.IsCompleted: true }, cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        if (options.ExitOnTerminalFault) _faultWatch = new FaultWatch(client, _lifetime, Logger).RunAsync(_stopping.Token);
        if (module.DesiredState is { } desired) await desired.FirstAccepted.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await module.RunReadyAsync(cancellationToken).ConfigureAwait(false);
        Logger.Ready(_client!.Identity.ClientId);
        _execution = Task.WhenAll(Task.Run(ExecuteAsync, CancellationToken.None), GuardAsync(_ => _firstConnect!.Completion, CancellationToken.None));
    }

    private Task<ModuleAccess> ResolveAsync(EdgeModuleOptions options, EdgeModuleClientOptions clientOptions, CancellationToken cancellationToken)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var environment = new ModuleEnvironment(name => configuration[name], clientOptions);
        var source = key is null ? $"{EdgeModuleOptions.SectionName}:ConnectionString" : $"{EdgeModuleOptions.SectionName}:{key}:ConnectionString";
        return options.ConnectionString is { Length: > 0 } connectionString
            ? Task.FromResult(environment.FromConnectionString(connectionString, source))
            : environment.ResolveAsync(cancellationToken);
    }

    private async Task BindAsync(EdgeModuleClient client, ModuleContractBuilder contract, CancellationToken cancellationToken)
    {
        var scoped = new ScopedHandlers(services.GetRequiredService<IServiceScopeFactory>(), module.Context.Options.MethodStatuses);
        var watch = module.Context.Handlers;
        foreach (var (name, policy) in contract.OutputPolicies) client.SetOutputPolicy(name, policy);
        foreach (var (name, input) in contract.InputHandlers)
            await client.SetInputAsync(name, watch.Wrap(name, scoped.Wrap(input)), cancellationToken).ConfigureAwait(false);
        foreach (var (name, method) in contract.MethodHandlers)
            await client.SetMethodHandlerAsync(name, watch.Wrap(name, scoped.Wrap(method.Handler)), method.Policy, cancellationToken).ConfigureAwait(false);
        var reported = module.Context.Reported;
        reported.Start();
        client.OnReportedKnown = reported.OnKnown;
        if (module.DesiredState is not { } desired) return;
        desired.Start(module.Context);
        client.BeginAfter(desired.FirstAccepted);
        await client.SetDesiredPropertiesHandlerAsync(desired.OnDesiredAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteAsync()
    {
        try
        {
            await module.RunExecuteAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever the author's code throws ends the process with a code, so that the agent starts it again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.ExecuteThrew(exception, _client!.Identity.ClientId);
            Environment.ExitCode = EdgeModuleExitCode.Failed;
            _lifetime.StopApplication();
        }
    }

    private async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await module.RunStoppingAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A failing last word must not keep the rest from being sent.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.StoppingThrew(exception, _client!.Identity.ClientId);
        }
    }
}
