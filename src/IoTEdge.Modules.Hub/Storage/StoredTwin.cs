using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A twin as a store keeps it.</summary>
/// <param name="Identity">The device or module.</param>
/// <param name="Desired">The desired properties, JSON.</param>
/// <param name="DesiredVersion">Their version.</param>
/// <param name="Reported">The reported properties, JSON.</param>
/// <param name="ReportedVersion">Their version.</param>
public sealed record StoredTwin(ClientIdentity Identity, string Desired, long DesiredVersion, string Reported, long ReportedVersion)
{
    /// <summary>The tags, JSON; clients never see them.</summary>
    public string Tags { get; init; } = "{}";

    /// <summary>The version of the whole, which its etag is made of.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>When each desired property was changed, and in which version, JSON.</summary>
    public string DesiredMetadata { get; init; } = "{}";

    /// <summary>When each reported property was changed, JSON.</summary>
    public string ReportedMetadata { get; init; } = "{}";

    /// <summary>The digital twin model that the client said it follows; null for none.</summary>
    public string? ModelId { get; init; }
}
