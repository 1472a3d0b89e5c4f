using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A twin as a store keeps it.</summary>
/// <param name="Identity">The module.</param>
/// <param name="Desired">The desired properties, JSON.</param>
/// <param name="DesiredVersion">Their version.</param>
/// <param name="Reported">The reported properties, JSON.</param>
/// <param name="ReportedVersion">Their version.</param>
public sealed record StoredTwin(ModuleIdentity Identity, string Desired, long DesiredVersion, string Reported, long ReportedVersion);
