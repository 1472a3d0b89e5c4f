using IoTEdge.Modules.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Health;

/// <summary>Adds the health checks of a module to its host.</summary>
internal static class ModuleHealthChecks
{
    /// <summary>What each of them says before the module has begun to connect.</summary>
    public static HealthCheckResult NotStarted => HealthCheckResult.Unhealthy("The module has not started.");

    public static void AddModuleHealthChecks(this IServiceCollection services, ModuleRegistration registration)
    {
        var checks = services.AddHealthChecks();
        Add(EdgeModuleHealth.Connection, static module => new ConnectionHealthCheck(module));
        Add(EdgeModuleHealth.Twin, static module => new TwinHealthCheck(module));
        Add(EdgeModuleHealth.Outbox, static module => new OutboxHealthCheck(module));
        Add(EdgeModuleHealth.Handlers, static module => new HandlersHealthCheck(module));

        void Add(string name, Func<EdgeModuleBase, IHealthCheck> create) => checks.Add(new HealthCheckRegistration(
            registration.Key is null ? name : $"{name}:{registration.Key}",
            provider => create(Module(provider, registration)),
            failureStatus: null,
            tags: [EdgeModuleHealth.Tag]));
    }

    private static EdgeModuleBase Module(IServiceProvider provider, ModuleRegistration registration) => (EdgeModuleBase)(registration.Key is null
        ? provider.GetRequiredService(registration.ModuleType)
        : provider.GetRequiredKeyedService(registration.ModuleType, registration.Key));
}
