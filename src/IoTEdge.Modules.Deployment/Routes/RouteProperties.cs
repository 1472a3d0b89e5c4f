namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>Properties that are given as two dictionaries.</summary>
internal sealed class RouteProperties : IRouteProperties
{
    private readonly Dictionary<string, string?> _properties;
    private readonly Dictionary<string, string?> _systemProperties;

    public RouteProperties(IEnumerable<KeyValuePair<string, string?>>? properties, IEnumerable<KeyValuePair<string, string?>>? systemProperties)
    {
        _properties = new Dictionary<string, string?>(properties ?? [], StringComparer.OrdinalIgnoreCase);
        _systemProperties = new Dictionary<string, string?>(systemProperties ?? [], StringComparer.OrdinalIgnoreCase);
    }

    public bool TryGetProperty(string name, out string? value) => _properties.TryGetValue(name, out value);

    public bool TryGetSystemProperty(string name, out string? value) => _systemProperties.TryGetValue(name, out value);
}
