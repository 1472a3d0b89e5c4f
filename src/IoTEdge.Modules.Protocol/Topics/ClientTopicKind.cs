namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>What a client publishes (protocol section 1.2).</summary>
public enum ClientTopicKind
{
    /// <summary>A message: <c>devices/{d}[/modules/{m}]/messages/events/{properties}</c>.</summary>
    Telemetry,

    /// <summary>Asks for the twin: <c>$iothub/twin/GET/?$rid={rid}</c>.</summary>
    TwinGet,

    /// <summary>Changes reported properties: <c>$iothub/twin/PATCH/properties/reported/?$rid={rid}</c>.</summary>
    TwinPatchReported,

    /// <summary>Answers a direct method: <c>$iothub/methods/res/{status}/?$rid={rid}</c>.</summary>
    MethodResponse,
}
