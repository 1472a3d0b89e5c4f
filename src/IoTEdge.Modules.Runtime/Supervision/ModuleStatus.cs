namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>What a module does right now (protocol section 5.2, runtimeStatus).</summary>
public enum ModuleStatus
{
    /// <summary>Not started yet.</summary>
    Unknown,

    /// <summary>It ended, and is started again after a cool-off.</summary>
    Backoff,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>It ended with exit code 0, or was stopped.</summary>
    Stopped,

    /// <summary>It ended with another exit code, and is not started again.</summary>
    Failed,
}
