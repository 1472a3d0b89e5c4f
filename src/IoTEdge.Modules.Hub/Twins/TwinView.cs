using System.Buffers.Binary;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>A twin as a service sees it (protocol section 6.1). A copy.</summary>
/// <param name="Identity">The device or module.</param>
/// <param name="Desired">The desired properties.</param>
/// <param name="DesiredMetadata">When each was changed.</param>
/// <param name="Reported">The reported properties.</param>
/// <param name="ReportedMetadata">When each was changed.</param>
/// <param name="Tags">What only services see.</param>
/// <param name="Revision">The version of the whole: grows by one with every change, of whatever part.</param>
/// <param name="ModelId">The digital twin model that the client said it follows; null for none.</param>
public sealed record TwinView(
    ClientIdentity Identity,
    TwinSection Desired,
    JsonObject DesiredMetadata,
    TwinSection Reported,
    JsonObject ReportedMetadata,
    JsonObject Tags,
    long Revision,
    string? ModelId)
{
    /// <summary>Tells one revision from another, without quotes.</summary>
    public string Etag
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, Revision);
            return Convert.ToBase64String(bytes);
        }
    }
}
