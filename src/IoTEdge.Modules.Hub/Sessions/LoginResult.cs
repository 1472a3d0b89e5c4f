using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>Whether a client may connect, and if not, why.</summary>
/// <param name="Code">What CONNACK says (protocol section 1.1.5).</param>
/// <param name="Reason">Why not, for the log; without secrets.</param>
/// <param name="Identity">The client, when it may.</param>
/// <param name="ExpiresAt">When its token ends, skew included.</param>
public sealed record LoginResult(MqttConnectReturnCode Code, string? Reason, ClientIdentity? Identity, DateTimeOffset ExpiresAt)
{
    /// <summary>The digital twin model that the client says it follows; null for none.</summary>
    public string? ModelId { get; init; }

    internal static LoginResult Refuse(MqttConnectReturnCode code, string reason) => new(code, reason, null, default);
}
