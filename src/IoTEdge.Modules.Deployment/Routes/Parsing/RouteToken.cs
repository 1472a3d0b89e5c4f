namespace IoTEdge.Modules.Deployment.Routes.Parsing;

/// <summary>One word of a route: where it stands and how long it is, in characters.</summary>
internal readonly record struct RouteToken(RouteTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
