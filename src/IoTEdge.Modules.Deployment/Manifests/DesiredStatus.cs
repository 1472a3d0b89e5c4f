namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>Whether a module shall run (protocol section 5.2).</summary>
public enum DesiredStatus
{
    /// <summary>The module is started and kept alive by its restart policy.</summary>
    Running,

    /// <summary>The module has an identity and a twin, and no process.</summary>
    Stopped,
}
