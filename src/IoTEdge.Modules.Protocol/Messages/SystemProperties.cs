namespace IoTEdge.Modules.Protocol.Messages;

/// <summary>The keys of system properties as they stand in a topic's property segment (protocol section 1.2.1).</summary>
public static class SystemProperties
{
    /// <summary>The message's id.</summary>
    public const string MessageId = "$.mid";

    /// <summary>The id of the message that this one belongs to.</summary>
    public const string CorrelationId = "$.cid";

    /// <summary>The id of the user that the message comes from.</summary>
    public const string UserId = "$.uid";

    /// <summary>The destination.</summary>
    public const string To = "$.to";

    /// <summary>When the message expires, in the round-trip format.</summary>
    public const string ExpiryTimeUtc = "$.exp";

    /// <summary>The content type, for example <c>application/json</c>.</summary>
    public const string ContentType = "$.ct";

    /// <summary>The content encoding, for example <c>utf-8</c>.</summary>
    public const string ContentEncoding = "$.ce";

    /// <summary>The output that the message leaves from.</summary>
    public const string OutputName = "$.on";

    /// <summary>The message's schema.</summary>
    public const string MessageSchema = "$.schema";

    /// <summary>When the message was made, in the round-trip format.</summary>
    public const string CreationTimeUtc = "$.ctime";

    /// <summary>The device that sent the message; set by the hub.</summary>
    public const string ConnectionDeviceId = "$.cdid";

    /// <summary>The module that sent the message; set by the hub.</summary>
    public const string ConnectionModuleId = "$.cmid";

    /// <summary>The interface of a security message.</summary>
    public const string InterfaceId = "$.ifid";

    /// <summary>The Plug and Play component.</summary>
    public const string ComponentName = "$.sub";
}
