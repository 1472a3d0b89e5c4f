using System.Buffers;

namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>The message that the server publishes when the client vanishes.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload, in the connect packet's buffer.</param>
/// <param name="QualityOfService">Its quality of service.</param>
/// <param name="Retain">Whether it asks to be retained.</param>
public sealed record MqttWill(string Topic, ReadOnlySequence<byte> Payload, MqttQualityOfService QualityOfService, bool Retain);
