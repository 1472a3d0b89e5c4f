using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Health;

/// <summary>Tells whether handlers come to an end, and to a good one; see <see cref="EdgeModuleHealth.Handlers"/>.</summary>
internal sealed class HandlersHealthCheck(EdgeModuleBase module) : IHealthCheck
{
    /// <summary>A run that has lasted so long hangs.</summary>
    public static readonly TimeSpan HangsAfter = TimeSpan.FromMinutes(5);

    /// <summary>So many failures in a row are no accident.</summary>
    public const int FailsAfter = 3;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (module.RunningContext is not { } running) return ModuleHealthChecks.NotStarted;
        var handlers = running.Handlers.Look();
        if (handlers.MaxBy(handler => handler.OldestRun) is { } slowest && slowest.OldestRun >= HangsAfter)
            return HealthCheckResult.Unhealthy($"The handler of {slowest.Name} has run for {slowest.OldestRun.TotalMinutes:F0} min.");
        return handlers.MaxBy(handler => handler.FailuresInARow) is { FailuresInARow: >= FailsAfter } failing
            ? HealthCheckResult.Degraded($"The handler of {failing.Name} has thrown {failing.FailuresInARow} times in a row; the log says why.")
            : HealthCheckResult.Healthy($"{handlers.Count} handlers work.");
    }
}
