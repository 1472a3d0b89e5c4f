namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>The control packet types of MQTT 3.1.1 (section 2.2.1 of the standard).</summary>
public enum MqttPacketType : byte
{
    /// <summary>Client asks to connect.</summary>
    Connect = 1,

    /// <summary>Server answers a connect.</summary>
    ConnAck = 2,

    /// <summary>A message.</summary>
    Publish = 3,

    /// <summary>Acknowledges a message of quality of service 1.</summary>
    PubAck = 4,

    /// <summary>First answer at quality of service 2, which IoT Hub does not support.</summary>
    PubRec = 5,

    /// <summary>Second step at quality of service 2, which IoT Hub does not support.</summary>
    PubRel = 6,

    /// <summary>Last step at quality of service 2, which IoT Hub does not support.</summary>
    PubComp = 7,

    /// <summary>Client asks for topics.</summary>
    Subscribe = 8,

    /// <summary>Server answers a subscribe.</summary>
    SubAck = 9,

    /// <summary>Client gives up topics.</summary>
    Unsubscribe = 10,

    /// <summary>Server answers an unsubscribe.</summary>
    UnsubAck = 11,

    /// <summary>Client asks for a sign of life.</summary>
    PingReq = 12,

    /// <summary>Server gives a sign of life.</summary>
    PingResp = 13,

    /// <summary>Client says that it closes.</summary>
    Disconnect = 14,
}
