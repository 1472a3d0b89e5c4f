namespace IoTEdge.Modules;

/// <summary>How a module reaches its hub.</summary>
public enum HubProtocol
{
    /// <summary>
    /// MQTT on TLS, port 8883; where that port cannot be reached, MQTT over WebSockets on port 443. What worked last is tried first. A host
    /// name that carries a port is reached on that port only, by MQTT on TLS.
    /// </summary>
    MqttWithFallback,

    /// <summary>MQTT on TLS, port 8883 unless the host name carries another.</summary>
    Mqtt,

    /// <summary>MQTT over WebSockets, port 443 unless the host name carries another; through a web proxy where there is one.</summary>
    MqttOverWebSockets,
}
