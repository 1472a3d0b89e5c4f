using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Hub.Configuration;

/// <summary>What the desired properties of <c>$edgeHub</c> say (protocol section 5.5).</summary>
/// <param name="Routes">The routes.</param>
/// <param name="TimeToLiveSeconds">How long messages wait for a receiver when their route says nothing; null for ever.</param>
internal sealed record HubConfiguration(IReadOnlyList<Route> Routes, long? TimeToLiveSeconds);
