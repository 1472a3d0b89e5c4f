namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>The words that manifests and twins use for this model's values (protocol section 5.2).</summary>
internal static class WireName
{
    /// <summary><c>running</c> or <c>stopped</c>.</summary>
    /// <param name="status">The status.</param>
    public static string Of(DesiredStatus status) => status == DesiredStatus.Running ? "running" : "stopped";

    /// <summary><c>never</c>, <c>on-failure</c>, <c>on-unhealthy</c> or <c>always</c>.</summary>
    /// <param name="policy">The policy.</param>
    public static string Of(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Never => "never",
        RestartPolicy.OnFailure => "on-failure",
        RestartPolicy.OnUnhealthy => "on-unhealthy",
        _ => "always",
    };

    /// <summary><c>on-create</c> or <c>never</c>.</summary>
    /// <param name="policy">The policy.</param>
    public static string Of(ImagePullPolicy policy) => policy == ImagePullPolicy.OnCreate ? "on-create" : "never";
}
