namespace IoTEdge.Modules.Generators.Models;

/// <summary>A service that a handler takes from the scope of its message or call.</summary>
/// <param name="Type">The service's type.</param>
/// <param name="Key">The expression of its key, or null where it has none.</param>
internal sealed record ServiceModel(string Type, string? Key)
{
    private const string Extensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProvider";

    /// <summary>The expression that gets the service.</summary>
    /// <param name="holder">The message or call whose scope it is taken from.</param>
    public string Resolve(string holder) => Key is null
        ? $"{Extensions}ServiceExtensions.GetRequiredService<{Type}>({holder}.Services)"
        : $"{Extensions}KeyedServiceExtensions.GetRequiredKeyedService<{Type}>({holder}.Services, {Key})";
}
