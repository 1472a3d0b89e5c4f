using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Health;

/// <summary>Tells how full durable outputs are; see <see cref="EdgeModuleHealth.Outbox"/>.</summary>
internal sealed class OutboxHealthCheck(EdgeModuleBase module) : IHealthCheck
{
    private const double NearlyFull = 0.8;

    // The next message may not fit before the last byte is taken.
    private const double Full = 0.99;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (module.RunningContext is not { } running) return ModuleHealthChecks.NotStarted;
        if (running.Client.OutboxFills.MaxBy(fill => fill.Share) is not { } fullest) return HealthCheckResult.Healthy("There is no durable output.");
        var text = string.Create(CultureInfo.InvariantCulture, $"Output '{fullest.Output}' keeps {fullest.Count} messages of {fullest.Bytes} bytes, {fullest.Share:P0} of what it may.");
        return fullest.Share switch
        {
            >= Full => HealthCheckResult.Unhealthy(text),
            >= NearlyFull => HealthCheckResult.Degraded(text),
            _ => HealthCheckResult.Healthy(text),
        };
    }
}
