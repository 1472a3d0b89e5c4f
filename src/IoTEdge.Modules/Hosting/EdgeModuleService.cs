using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.Registry;

namespace IoTEdge.Modules.Hosting;

/// <summary>Runs one module: connects it, keeps it going, and stops it without losing what it has begun.</summary>
internal sealed class EdgeModuleService<TModule>(
    TModule module,
    IOptions<EdgeModuleOptions> options,
    IConfiguration configuration,
    ILoggerFactory loggerFactory,
    IHostApplicationLifetime lifetime,
    ResiliencePipelineProvider<string>? pipelines = null) : IHostedService, IAsyncDisposable
    where TModule : EdgeModuleBase
{
    private readonly EdgeModuleOptions _options = options.Value;
    private readonly ILogger _logger = loggerFactory.CreateLogger("IoTEdge.Modules");
    private readonly CancellationTokenSource _stopping = new();
    private EdgeModuleClient? _client;
    private Task _execution = Task.CompletedTask;
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception)
        {
            // One line and an exit code: who reads the log of a device has no use for the stack of a wrong key.
            _logger.StartFailed(EdgeModuleExitCode.Failed, exception.Message);
            Environment.ExitCode = EdgeModuleExitCode.Failed;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop before it was connected; there is nothing to finish.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_client is null) return;
        using var deadline = new CancellationTokenSource(_options.StopTimeout, _options.Client.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _execution.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DrainAsync(either.Token).ConfigureAwait(false);
        await SayGoodbyeAsync(either.Token).ConfigureAwait(false);
        if (module.ReportedPublisher is { } reported) await reported.StopAsync(either.Token).ConfigureAwait(false);
        await _client.CloseAsync(either.Token).ConfigureAwait(false);
        if (either.IsCancellationRequested) _logger.StopTimedOut(_client.Identity.ClientId, _options.StopTimeout.TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var clientOptions = _options.Client with { LoggerFactory = _options.Client.LoggerFactory ?? loggerFactory, Pipelines = _options.Client.Pipelines ?? pipelines };
        var client = new EdgeModuleClient(await ResolveAsync(clientOptions, cancellationToken).ConfigureAwait(false), clientOptions, EdgeModuleClient.NewRandom());
        _client = client;
        var serializer = _options.Serializer ?? new PayloadSerializer(_options.JsonContexts);
        module.Attach(new ModuleContext(client, serializer, _options, _logger));
        module.LoadLastGoodDesired();
        await BindAsync(client, serializer, cancellationToken).ConfigureAwait(false);
        await client.OpenAsync(cancellationToken).ConfigureAwait(false);
        await module.RunReadyAsync(cancellationToken).ConfigureAwait(false);
        _logger.Ready(client.Identity.ClientId);
        _execution = Task.Run(ExecuteAsync, CancellationToken.None);
        _watch = WatchAsync(client);
    }

    private Task<ModuleAccess> ResolveAsync(EdgeModuleClientOptions clientOptions, CancellationToken cancellationToken)
    {
        var environment = new ModuleEnvironment(name => configuration[name], clientOptions);
        return _options.ConnectionString is { Length: > 0 } connectionString
            ? Task.FromResult(environment.FromConnectionString(connectionString, "EdgeModule:ConnectionString"))
            : environment.ResolveAsync(cancellationToken);
    }

    private async Task BindAsync(EdgeModuleClient client, IPayloadSerializer serializer, CancellationToken cancellationToken)
    {
        var contract = new ModuleContractBuilder(serializer);
        module.FillContract(contract);
        foreach (var (name, input) in contract.InputHandlers) await client.SetInputHandlerAsync(name, input.Handler, input.Policy, cancellationToken).ConfigureAwait(false);
        foreach (var (name, handler) in contract.MethodHandlers) await client.SetMethodHandlerAsync(name, handler, cancellationToken).ConfigureAwait(false);
        if (module.FollowsDesired) await client.SetDesiredPropertiesHandlerAsync(module.OnDesiredAsync, cancellationToken).ConfigureAwait(false);
        if (module.ReportedPublisher is not { } reported) return;
        reported.Start(module.Context);
        client.OnReportedKnown = reported.OnKnown;
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
            _logger.ExecuteThrew(exception, _client!.Identity.ClientId);
            Environment.ExitCode = EdgeModuleExitCode.Failed;
            lifetime.StopApplication();
        }
    }

    private async Task WatchAsync(EdgeModuleClient client)
    {
        await foreach (var state in client.States(_stopping.Token).ConfigureAwait(false))
        {
            if (state.Status != ConnectionStatus.Faulted || !_options.ExitOnTerminalFault) continue;
            _logger.EndsFaulted(client.Identity.ClientId, EdgeModuleExitCode.Refused);
            Environment.ExitCode = EdgeModuleExitCode.Refused;
            lifetime.StopApplication();
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
            _logger.StoppingThrew(exception, _client!.Identity.ClientId);
        }
    }
}
