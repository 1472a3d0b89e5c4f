using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules;

/// <summary>Whose direct method is called: a module of this edge device, or a device behind it.</summary>
public sealed record MethodTarget
{
    private MethodTarget(string? deviceId, string? moduleId)
    {
        DeviceId = deviceId;
        ModuleId = moduleId;
    }

    /// <summary>The device; <see langword="null"/> for the caller's own.</summary>
    public string? DeviceId { get; }

    /// <summary>The module; <see langword="null"/> for a device.</summary>
    public string? ModuleId { get; }

    /// <summary>A module of the caller's device.</summary>
    /// <param name="moduleId">The module's id.</param>
    public static MethodTarget Module(string moduleId)
    {
        ArgumentException.ThrowIfNullOrEmpty(moduleId);
        return new MethodTarget(null, moduleId);
    }

    /// <summary>A device behind the caller's edge device.</summary>
    /// <param name="deviceId">The device's id.</param>
    public static MethodTarget Device(string deviceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return new MethodTarget(deviceId, null);
    }

    /// <summary>The device or module as it is written in logs.</summary>
    public override string ToString() => ModuleId ?? DeviceId!;

    /// <summary>Where its methods are called (protocol section 3).</summary>
    internal string PathFor(ModuleIdentity caller)
    {
        var device = $"/twins/{Uri.EscapeDataString(DeviceId ?? caller.DeviceId)}";
        return ModuleId is null ? $"{device}/methods" : $"{device}/modules/{Uri.EscapeDataString(ModuleId)}/methods";
    }
}
