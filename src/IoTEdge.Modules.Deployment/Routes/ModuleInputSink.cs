namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>An input of a module of this device: <c>BrokeredEndpoint("/modules/{module}/inputs/{input}")</c>.</summary>
/// <param name="ModuleId">The module that receives.</param>
/// <param name="Input">The name of its input.</param>
public sealed record ModuleInputSink(string ModuleId, string Input) : RouteSink
{
    /// <summary>The sink as a route names it.</summary>
    public override string ToString() => $"BrokeredEndpoint(\"/modules/{ModuleId}/inputs/{Input}\")";
}
