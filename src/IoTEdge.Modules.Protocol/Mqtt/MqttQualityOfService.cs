namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>How sure a delivery is.</summary>
public enum MqttQualityOfService : byte
{
    /// <summary>Quality of service 0: no acknowledgement.</summary>
    AtMostOnce = 0,

    /// <summary>Quality of service 1: acknowledged by PUBACK.</summary>
    AtLeastOnce = 1,

    /// <summary>Quality of service 2: not supported by IoT Hub and edgeHub.</summary>
    ExactlyOnce = 2,
}
