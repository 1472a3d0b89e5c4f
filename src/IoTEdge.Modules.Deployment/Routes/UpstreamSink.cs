namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>The cloud, or what stands for it: <c>$upstream</c>.</summary>
public sealed record UpstreamSink : RouteSink
{
    /// <summary>The sink as a route names it.</summary>
    public override string ToString() => "$upstream";
}
