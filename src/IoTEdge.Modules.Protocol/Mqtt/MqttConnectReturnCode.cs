namespace IoTEdge.Modules.Protocol.Mqtt;

/// <summary>The server's answer to a connect (section 3.2.2.3 of the standard; protocol section 1.1.5 for what hubs mean by it).</summary>
public enum MqttConnectReturnCode : byte
{
    /// <summary>Connected.</summary>
    Accepted = 0,

    /// <summary>The server does not speak this version.</summary>
    UnacceptableProtocolVersion = 1,

    /// <summary>The server does not take this client id.</summary>
    IdentifierRejected = 2,

    /// <summary>Server not available: at a hub also an unreadable user name, or too many clients.</summary>
    ServerUnavailable = 3,

    /// <summary>User name or password malformed.</summary>
    BadUserNameOrPassword = 4,

    /// <summary>Not authorized: wrong key, expired token, unknown or disabled identity.</summary>
    NotAuthorized = 5,
}
