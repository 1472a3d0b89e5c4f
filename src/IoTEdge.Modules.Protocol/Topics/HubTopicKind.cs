namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>What a hub publishes to a client (protocol section 1.3).</summary>
public enum HubTopicKind
{
    /// <summary>A message for an input: <c>devices/{d}/modules/{m}/inputs/{input}/{properties}</c>.</summary>
    Input,

    /// <summary>A direct method call: <c>$iothub/methods/POST/{name}/?$rid={rid}</c>.</summary>
    MethodRequest,

    /// <summary>The answer to a twin request: <c>$iothub/twin/res/{status}/?$rid={rid}[&amp;$version={n}]</c>.</summary>
    TwinResponse,

    /// <summary>A change of desired properties: <c>$iothub/twin/PATCH/properties/desired/?$version={n}</c>.</summary>
    DesiredPatch,
}
