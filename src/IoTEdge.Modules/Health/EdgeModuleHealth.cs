namespace IoTEdge.Modules;

/// <summary>
/// Names of the health checks that <c>AddEdgeModule</c> adds to a host. Where a module has a key, <c>:key</c> follows the name. All have
/// the tag <see cref="Tag"/>.
/// </summary>
public static class EdgeModuleHealth
{
    /// <summary>The tag of all of them.</summary>
    public const string Tag = "edge";

    /// <summary>Healthy while connected; degraded for the first minute of connecting, at the start and after a loss, then unhealthy.</summary>
    public const string Connection = "edge-connection";

    /// <summary>Healthy while the module has the settings that its twin desires; degraded while the last ones are refused and older ones in force; unhealthy until the first are there.</summary>
    public const string Twin = "edge-twin";

    /// <summary>Degraded when a durable output is full to 80 % of one of its limits, unhealthy when it is full.</summary>
    public const string Outbox = "edge-outbox";

    /// <summary>Degraded when the last three runs of an input's handler threw, unhealthy when one run of a handler has lasted for 5 minutes.</summary>
    public const string Handlers = "edge-handlers";
}
