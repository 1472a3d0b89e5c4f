using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>Decides whether a client is the module it says it is (protocol section 1.1.2 to 1.1.5).</summary>
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
            if (userName.ModuleId is null)
                return NotAuthorized("leaf devices are not supported, only modules");
            var identity = new ModuleIdentity(userName.DeviceId, userName.ModuleId);
            if (login.ClientId != identity.ClientId)
                return NotAuthorized($"the client id is not the user name's '{identity.ClientId}'");
            if (identities.Find(identity) is not { } module)
                return NotAuthorized("the hub does not know this module");
            if (!module.IsEnabled)
                return NotAuthorized("the module is disabled");
            return CheckToken(module, SharedAccessSignature.Parse(login.Password ?? ""));
        }
        catch (ProtocolException exception)
        {
            return NotAuthorized(exception.Message);
        }
    }

    private LoginResult CheckToken(RegisteredModule module, SharedAccessSignature token)
    {
        if (!IsOurHost(token.Audience.HostName))
            return NotAuthorized($"the token is for host '{token.Audience.HostName}', not for '{options.HubHostName}' or '{options.GatewayHostName}'");
        if (!token.Audience.Covers(module.Identity.DeviceId, module.Identity.ModuleId))
            return NotAuthorized("the token is for another module");
        if (token.IsExpired(time.GetUtcNow()))
            return NotAuthorized($"the token expired at {token.ExpiresAt:u}");
        if (!token.IsSignedWith(module.PrimaryKey) && !token.IsSignedWith(module.SecondaryKey))
            return NotAuthorized("the token is signed with neither key of the module");
        return new LoginResult(MqttConnectReturnCode.Accepted, null, module.Identity, Latest(token.ExpiresAt));
    }

    // The C client signs for the gateway's name where all others sign for the hub's (protocol section 1.1.3).
    private bool IsOurHost(string host) =>
        host.Equals(options.HubHostName, StringComparison.OrdinalIgnoreCase) || host.Equals(options.GatewayHostName, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset Latest(DateTimeOffset expiry) =>
        expiry > DateTimeOffset.MaxValue - SharedAccessSignature.ClockSkew ? DateTimeOffset.MaxValue : expiry + SharedAccessSignature.ClockSkew;

    private static LoginResult NotAuthorized(string reason) => LoginResult.Refuse(MqttConnectReturnCode.NotAuthorized, reason);
}
