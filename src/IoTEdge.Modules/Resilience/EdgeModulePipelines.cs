namespace IoTEdge.Modules;

/// <summary>
/// Names of the Polly pipelines of a module. One of these names in <see cref="EdgeModuleClientOptions.Pipelines"/>, or in the
/// <c>ResiliencePipelineRegistry&lt;string&gt;</c> of a host, takes the place of the default.
/// </summary>
public static class EdgeModulePipelines
{
    /// <summary>
    /// Around connecting, at the start and after each loss. Default: tries again with growing, jittered delays, at the start until an error
    /// that time does not mend, later until it succeeds. When it gives up, opening fails, or the connection is given up for good.
    /// </summary>
    public const string Connect = "edge-connect";

    /// <summary>
    /// Around one message, until the hub has acknowledged it. Default: <see cref="EdgeModuleClientOptions.SendTimeout"/> and nothing else,
    /// for a message outlives connections by itself. It never opens a connection.
    /// </summary>
    public const string Send = "edge-send";

    /// <summary>Around one call of another module's direct method. Default: nothing. It never opens a connection.</summary>
    public const string Method = "edge-method";
}
