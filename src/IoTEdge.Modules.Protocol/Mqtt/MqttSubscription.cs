namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>One topic filter that a client asks for.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="QualityOfService">The highest quality of service that it wants.</param>
public readonly record struct MqttSubscription(string Filter, MqttQualityOfService QualityOfService);
