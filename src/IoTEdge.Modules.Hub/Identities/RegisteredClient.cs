using System.Globalization;
using System.Text;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Identities;

/// <summary>An identity as the hub's registry holds it.</summary>
/// <param name="Identity">The address.</param>
/// <param name="GenerationId">Tells an identity from an earlier one of the same name.</param>
/// <param name="PrimaryKey">The key that its tokens are signed with.</param>
/// <param name="SecondaryKey">The other key, for changing the first one without a gap.</param>
/// <param name="IsEnabled">Whether it may connect.</param>
/// <param name="Revision">Grows by one with each change, from 1; what the registry's etag is made of.</param>
public sealed record RegisteredClient(
    ClientIdentity Identity, string GenerationId, SharedAccessKey PrimaryKey, SharedAccessKey SecondaryKey, bool IsEnabled, long Revision = 1)
{
    /// <summary>Tells one revision from another, without quotes.</summary>
    public string Etag => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{GenerationId}.{Revision}")));

    /// <summary>Why it is enabled or disabled, in the operator's words.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Whether it is the device of an Edge runtime, as its <c>capabilities.iotEdge</c> says.</summary>
    public bool IsEdgeDevice { get; init; }

    /// <summary>Who manages a module's identity: <c>IotEdge</c>, or whatever its maker wrote.</summary>
    public string? ManagedBy { get; init; }
}
