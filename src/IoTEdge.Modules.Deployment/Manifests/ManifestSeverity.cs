namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>How bad a <see cref="ManifestProblem"/> is.</summary>
public enum ManifestSeverity
{
    /// <summary>The manifest can be used, but something in it has no effect.</summary>
    Warning,

    /// <summary>The manifest cannot be used.</summary>
    Error,
}
