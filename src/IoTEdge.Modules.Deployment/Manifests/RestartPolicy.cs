namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>When a module that has ended is started again (protocol section 5.2). Ordered: each policy restarts where the one before does.</summary>
public enum RestartPolicy
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>When it ended with an exit code other than 0, after a cool-off; at once when it ended with 0.</summary>
    OnFailure,

    /// <summary>As <see cref="OnFailure"/>: edgeAgent tells the two apart in name only. The default of modules.</summary>
    OnUnhealthy,

    /// <summary>Whenever it has ended, always after a cool-off. The default of edgeHub.</summary>
    Always,
}
