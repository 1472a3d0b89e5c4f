namespace IoTEdge.Modules.Transport;

/// <summary>What a module listens to.</summary>
[Flags]
public enum ModuleSubscriptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Messages for its inputs.</summary>
    Inputs = 1,

    /// <summary>Direct methods.</summary>
    Methods = 2,

    /// <summary>Changes of desired properties.</summary>
    DesiredProperties = 4,
}
