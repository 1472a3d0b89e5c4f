namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>What one route does with a message.</summary>
/// <param name="Route">The route.</param>
/// <param name="Verdict">Whether it takes the message, or what keeps it from that.</param>
/// <param name="Reason">Why, with the parts of the condition that decided and their values, as a sentence.</param>
public sealed record RouteExplanation(Route Route, RouteVerdict Verdict, string Reason)
{
    /// <summary>Whether the route takes the message.</summary>
    public bool Takes => Verdict == RouteVerdict.Takes;

    /// <summary>The route's name, whether it takes the message, and why.</summary>
    public override string ToString() => $"{Route.Name} {(Takes ? "takes it" : "does not take it")}: {Reason}";
}
