using System.Text;

namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>What a hub does with a message, and why: made by <see cref="Manifests.HubConfiguration.Explain"/>.</summary>
/// <param name="Source">Where the message comes from.</param>
/// <param name="Routes">What each route does with it, in the order of the configuration.</param>
/// <param name="Destinations">Where it goes: once to each. Empty where no route takes it; it is acknowledged then, and gone.</param>
public sealed record MessageExplanation(string Source, IReadOnlyList<RouteExplanation> Routes, IReadOnlyList<MessageDestination> Destinations)
{
    /// <summary>The whole explanation, a line for each route and each destination.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"A message from {Source}:\n");
        foreach (var route in Routes) text.Append("  ").Append(route).Append('\n');
        if (Destinations.Count == 0) text.Append("It goes nowhere: it is acknowledged and dropped.\n");
        foreach (var destination in Destinations) text.Append("It goes to ").Append(destination).Append('\n');
        return text.ToString();
    }
}
