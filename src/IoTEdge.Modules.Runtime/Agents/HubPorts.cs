namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The ports that a hub listens on.</summary>
internal readonly record struct HubPorts(int Mqtt, int Amqp, int Https);
