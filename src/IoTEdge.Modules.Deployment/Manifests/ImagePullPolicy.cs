namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>When an image is fetched (protocol section 5.2). A local runtime fetches none; the value is kept for tools.</summary>
public enum ImagePullPolicy
{
    /// <summary>Before the module is created. The default.</summary>
    OnCreate,

    /// <summary>Never: the image has to be there.</summary>
    Never,
}
