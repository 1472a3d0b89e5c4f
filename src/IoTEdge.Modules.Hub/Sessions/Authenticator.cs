using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>Decides whether a client is who it says it is (protocol section 1.1.2 to 1.1.5).</summary>
internal sealed class Authenticator(IdentityRegistry identities, EdgeHubOptions options, TimeProvider time)
{
    public LoginResult Authenticate(Login login)
    {
        ClientUserName userName;
        try
        {
            userName = ClientUserName.Parse(login.UserName ?? "");
        }
        catch (ProtocolException exception)
        {
            return LoginResult.Refuse(MqttConnectReturnCode.ServerUnavailable, exception.Message);
        }

        try
        {
            var identity = new ClientIdentity(userName.DeviceId, userName.ModuleId);
            return login.ClientId == identity.ClientId
                ? Authenticate(identity, login.Password ?? "") with { ModelId = userName.ModelId }
                : NotAuthorized($"the client id is not the user name's '{identity.ClientId}'");
        }
        catch (ProtocolException exception)
        {
            return NotAuthorized(exception.Message);
        }
    }

    public LoginResult Authenticate(ClientIdentity identity, string token)
    {
        if (identities.Find(identity) is not { } client)
            return NotAuthorized($"the hub does not know this {KindOf(identity)}");
        if (!client.IsEnabled)
            return NotAuthorized($"the {KindOf(identity)} is disabled");
        try
        {
            return CheckToken(client, SharedAccessSignature.Parse(token));
        }
        catch (ProtocolException exception)
        {
            return NotAuthorized(exception.Message);
        }
    }

    private LoginResult CheckToken(RegisteredClient client, SharedAccessSignature token)
    {
        if (!IsOurHost(token.Audience.HostName))
            return NotAuthorized($"the token is for host '{token.Audience.HostName}', not for '{options.HubHostName}' or '{options.GatewayHostName}'");
        if (!token.Audience.Covers(client.Identity.DeviceId, client.Identity.ModuleId))
            return NotAuthorized($"the token is for another {KindOf(client.Identity)}");
        if (token.IsExpired(time.GetUtcNow()))
            return NotAuthorized($"the token expired at {token.ExpiresAt:u}");
        if (!token.IsSignedWith(client.PrimaryKey) && !token.IsSignedWith(client.SecondaryKey))
            return NotAuthorized($"the token is signed with neither key of the {KindOf(client.Identity)}");
        return new LoginResult(MqttConnectReturnCode.Accepted, null, client.Identity, Latest(token.ExpiresAt));
    }

    // The C client signs for the gateway's name where all others sign for the hub's (protocol section 1.1.3).
    private bool IsOurHost(string host) =>
        host.Equals(options.HubHostName, StringComparison.OrdinalIgnoreCase) || host.Equals(options.GatewayHostName, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset Latest(DateTimeOffset expiry) =>
        expiry > DateTimeOffset.MaxValue - SharedAccessSignature.ClockSkew ? DateTimeOffset.MaxValue : expiry + SharedAccessSignature.ClockSkew;

    private static string KindOf(ClientIdentity identity) => identity.IsModule ? "module" : "device";

    private static LoginResult NotAuthorized(string reason) => LoginResult.Refuse(MqttConnectReturnCode.NotAuthorized, reason);
}
