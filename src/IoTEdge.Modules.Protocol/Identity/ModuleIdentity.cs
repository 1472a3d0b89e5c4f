namespace IoTEdge.Modules.Protocol;

/// <summary>
/// The address and security scope of one module instance: <c>/devices/{device}/modules/{module}</c>
/// (protocol section 0.1). Ids are compared ordinally.
/// </summary>
public sealed record ModuleIdentity
{
    /// <summary>Names a module of a device.</summary>
    /// <param name="deviceId">The device's id, 1 to 128 characters.</param>
    /// <param name="moduleId">The module's id, 1 to 128 characters; system modules start with <c>$</c>.</param>
    /// <exception cref="ProtocolException">An id breaks the rule of <see cref="IdentityName"/>.</exception>
    public ModuleIdentity(string deviceId, string moduleId)
    {
        DeviceId = IdentityName.Require(deviceId, "device id");
        ModuleId = IdentityName.Require(moduleId, "module id");
        ClientId = $"{deviceId}/{moduleId}";
    }

    /// <summary>The device's id.</summary>
    public string DeviceId { get; }

    /// <summary>The module's id.</summary>
    public string ModuleId { get; }

    /// <summary>The MQTT client id, <c>{device}/{module}</c>.</summary>
    public string ClientId { get; }

    /// <summary>Reads a client id of the form <c>{device}/{module}</c>.</summary>
    /// <param name="clientId">The client id.</param>
    /// <exception cref="ProtocolException">It is not two valid ids with one slash between.</exception>
    public static ModuleIdentity Parse(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        var slash = clientId.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            throw new ProtocolException("client id", "a module's client id is {device}/{module}; the slash is missing.");
        return new ModuleIdentity(clientId[..slash], clientId[(slash + 1)..]);
    }

    /// <summary>The identity as a resource path, <c>/devices/{device}/modules/{module}</c>.</summary>
    public override string ToString() => $"/devices/{DeviceId}/modules/{ModuleId}";
}
