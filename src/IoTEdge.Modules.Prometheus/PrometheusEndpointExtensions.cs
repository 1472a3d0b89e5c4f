using IoTEdge.Modules.Prometheus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules;

/// <summary>Adds a Prometheus endpoint to a host.</summary>
public static class PrometheusEndpointExtensions
{
    /// <summary>
    /// Shows the metrics of the process at <c>http://*:9600/metrics</c> in Prometheus' text format, from the start of the host to its end. Where the port is taken the
    /// host does not start.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Changes options.</param>
    /// <returns>The builder.</returns>
    public static IHostApplicationBuilder AddPrometheusEndpoint(this IHostApplicationBuilder builder, Action<PrometheusEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new PrometheusEndpointOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton<IHostedService>(_ => new PrometheusEndpoint(options));
        return builder;
    }
}
