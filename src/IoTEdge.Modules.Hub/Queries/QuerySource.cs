namespace IoTEdge.Modules.Hub.Queries;

/// <summary>What a query looks through.</summary>
public enum QuerySource
{
    /// <summary>The twins of devices.</summary>
    Devices,

    /// <summary>The twins of modules.</summary>
    Modules,
}
