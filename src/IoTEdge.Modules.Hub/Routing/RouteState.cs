namespace IoTEdge.Modules.Hub.Routing;

/// <summary>Holds the routes that apply now; a change replaces all of them at once.</summary>
internal sealed class RouteState
{
    private volatile RouteTable _current = new([]);

    public RouteTable Current
    {
        get => _current;
        set => _current = value;
    }
}
