using System.Diagnostics.CodeAnalysis;

namespace IoTEdge.Modules.Protocol;

/// <summary>
/// The address and security scope of a client of a hub: a module, or a leaf device, which is a device that talks to the hub itself
/// (protocol section 0.1). Ids are compared ordinally.
/// </summary>
public sealed record ClientIdentity
{
    /// <summary>Names a client.</summary>
    /// <param name="deviceId">The device's id, 1 to 128 characters.</param>
    /// <param name="moduleId">The module's id, 1 to 128 characters; <see langword="null"/> for the device itself.</param>
    /// <exception cref="ProtocolException">An id is empty, too long, or has a character that ids must not have.</exception>
    public ClientIdentity(string deviceId, string? moduleId)
    {
        DeviceId = IdentityName.Require(deviceId, "device id");
        ModuleId = moduleId is null ? null : IdentityName.Require(moduleId, "module id");
        ClientId = moduleId is null ? deviceId : $"{deviceId}/{moduleId}";
    }

    /// <summary>The device's id.</summary>
    public string DeviceId { get; }

    /// <summary>The module's id; <see langword="null"/> for a leaf device.</summary>
    public string? ModuleId { get; }

    /// <summary>The MQTT client id: <c>{device}/{module}</c>, or <c>{device}</c>.</summary>
    public string ClientId { get; }

    /// <summary>Whether it is a module, and not a leaf device.</summary>
    [MemberNotNullWhen(true, nameof(ModuleId))]
    public bool IsModule => ModuleId is not null;

    /// <summary>Reads a client id.</summary>
    /// <param name="clientId"><c>{device}/{module}</c>, or <c>{device}</c>.</param>
    /// <exception cref="ProtocolException">It is neither one nor two valid ids with one slash between.</exception>
    public static ClientIdentity Parse(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        var slash = clientId.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ClientIdentity(clientId, null) : new ClientIdentity(clientId[..slash], clientId[(slash + 1)..]);
    }

    /// <summary>A module is a client.</summary>
    /// <param name="module">The module.</param>
    public static implicit operator ClientIdentity(ModuleIdentity module) => FromModule(module);

    /// <summary>A module is a client.</summary>
    /// <param name="module">The module.</param>
    public static ClientIdentity FromModule(ModuleIdentity module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ClientIdentity(module.DeviceId, module.ModuleId);
    }

    /// <summary>The identity as a resource path, <c>/devices/{device}[/modules/{module}]</c>.</summary>
    public override string ToString() => IsModule ? $"/devices/{DeviceId}/modules/{ModuleId}" : $"/devices/{DeviceId}";
}
