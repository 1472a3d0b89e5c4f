using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Health;

/// <summary>Tells whether the module works with the settings that its twin desires; see <see cref="EdgeModuleHealth.Twin"/>.</summary>
internal sealed class TwinHealthCheck(EdgeModuleBase module) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (module.RunningContext is null) return ModuleHealthChecks.NotStarted;
        if (module.DesiredState is not { } desired) return HealthCheckResult.Healthy("The module follows no desired properties.");
        if (desired.Refusal is { } refusal)
        {
            return desired.FirstAccepted.IsCompleted
                ? HealthCheckResult.Degraded($"Desired properties are refused and the last good ones kept: {refusal}")
                : HealthCheckResult.Unhealthy($"Desired properties are refused, and there are no good ones: {refusal}");
        }

        return desired.FirstAccepted.IsCompleted
            ? HealthCheckResult.Healthy("The desired properties are in force.")
            : HealthCheckResult.Unhealthy("The desired properties have not come yet.");
    }
}
