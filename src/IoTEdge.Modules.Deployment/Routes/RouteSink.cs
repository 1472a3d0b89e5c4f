namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>Where a route leads: <see cref="UpstreamSink"/> or <see cref="ModuleInputSink"/>.</summary>
public abstract record RouteSink
{
    private protected RouteSink()
    {
    }
}
