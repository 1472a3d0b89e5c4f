using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>What <c>$edgeHub</c> is told (protocol section 5.5).</summary>
/// <param name="Routes">The routes, in the order of the document.</param>
/// <param name="StoreAndForward">How long and how much messages are kept.</param>
public sealed record HubConfiguration(IReadOnlyList<Route> Routes, StoreAndForward StoreAndForward);
