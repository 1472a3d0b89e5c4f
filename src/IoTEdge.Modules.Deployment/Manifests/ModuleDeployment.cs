using System.Text.Json;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>One module of a deployment, as <c>$edgeAgent</c> is told of it (protocol section 5.4).</summary>
public sealed record ModuleDeployment
{
    /// <summary>The order of a module that names none: 4,294,967,295, the last.</summary>
    public const long DefaultStartupOrder = uint.MaxValue;

    internal ModuleDeployment()
    {
    }

    /// <summary>The name of the module, unique on its device.</summary>
    public required string Name { get; init; }

    /// <summary>The image that the module runs, such as <c>filter:1.0</c>, as it was written.</summary>
    public required string Image { get; init; }

    /// <summary>The version that the manifest gives the module, for people; null when it gives none.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the module shall run.</summary>
    public DesiredStatus Status { get; init; }

    /// <summary>When the module is started again after it ended. Default: on-unhealthy, for edgeHub always.</summary>
    public RestartPolicy RestartPolicy { get; init; }

    /// <summary>When the image is fetched. Default: on-create.</summary>
    public ImagePullPolicy ImagePullPolicy { get; init; }

    /// <summary>0 (first) to 4,294,967,295 (last, the default). It orders the starts; nothing waits until a module is ready.</summary>
    public long StartupOrder { get; init; } = DefaultStartupOrder;

    /// <summary>What the module finds in its environment, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The container's options, an object; undefined when there are none. A local runtime does not use them.</summary>
    public JsonElement CreateOptions { get; init; }
}
