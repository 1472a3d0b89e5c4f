namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>Where modules find the hub.</summary>
/// <param name="HubHostName">The IoT hub that tokens are made for.</param>
/// <param name="GatewayHostName">The name that modules connect to.</param>
/// <param name="Ports">The ports.</param>
internal sealed record HubEndpoint(string HubHostName, string GatewayHostName, HubPorts Ports)
{
    /// <summary>The gateway as clients are told of it: with its port where they would not guess it.</summary>
    public string Gateway => Ports.Mqtt == EdgeRuntimeOptions.DefaultMqttPort ? GatewayHostName : $"{GatewayHostName}:{Ports.Mqtt}";
}
