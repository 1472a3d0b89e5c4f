using System.Net;
using Microsoft.Extensions.Hosting;
using Prometheus;

namespace IoTEdge.Modules.Prometheus;

/// <summary>Listens, and turns what the meters measure into Prometheus' metrics.</summary>
internal sealed class PrometheusEndpoint : IHostedService, IDisposable
{
    // How long a series is shown that nothing is added to; prometheus-net takes no more.
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(1);

    private readonly PrometheusEndpointOptions _options;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly IDisposable _meters;
    private MetricServer? _server;

    /// <summary>Begins to listen to the meters at once: a module connects before other services start, and that is to be counted.</summary>
    public PrometheusEndpoint(PrometheusEndpointOptions options)
    {
        _options = options;
        var shown = options.Meters.ToHashSet(StringComparer.Ordinal);
        _meters = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = _registry,
            MetricFactory = Metrics.WithCustomRegistry(_registry),
            MetricsExpireAfter = ShownFor,
            InstrumentFilterPredicate = instrument => shown.Contains(instrument.Meter.Name),
        });
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _server = new MetricServer(_options.Port, $"{_options.Path.Trim('/')}/", _registry);
        try
        {
            _server.Start();
        }
        catch (HttpListenerException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"The Prometheus endpoint cannot listen on port {_options.Port}: {exception.Message} Set another with AddPrometheusEndpoint(options => options.Port = ...).", exception);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null) await _server.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _meters.Dispose();
        (_server as IDisposable)?.Dispose();
    }
}
