using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Health;

/// <summary>Tells whether the module is connected; see <see cref="EdgeModuleHealth.Connection"/>.</summary>
internal sealed class ConnectionHealthCheck(EdgeModuleBase module) : IHealthCheck
{
    /// <summary>So long connecting may take: a hub that is restarted is back by then.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (module.RunningContext is not { } running) return ModuleHealthChecks.NotStarted;
        var state = running.Client.State;
        var text = $"{state.Status} since {state.Since:u}.{(state.Detail is null ? "" : $" {state.Detail}")}";
        if (state.Status == ConnectionStatus.Connected) return HealthCheckResult.Healthy(text);
        var isYoung = state.Status is ConnectionStatus.Connecting or ConnectionStatus.Reconnecting && running.Options.Client.TimeProvider.GetUtcNow() - state.Since < Grace;
        return isYoung ? HealthCheckResult.Degraded(text) : HealthCheckResult.Unhealthy(text);
    }
}
