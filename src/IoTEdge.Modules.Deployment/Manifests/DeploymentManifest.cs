using System.Text;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests.Reading;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>A deployment manifest of Azure IoT Edge: the modules of a device, their twins and the hub's routes (protocol section 5.7).</summary>
/// <remarks>The document is the one that IoT Hub takes, bare or wrapped in <c>content</c>. Comments are allowed; layered deployments are not.</remarks>
public sealed class DeploymentManifest
{
    internal DeploymentManifest()
    {
    }

    /// <summary>edgeHub and edgeAgent, as far as the manifest names them.</summary>
    public required IReadOnlyList<ModuleDeployment> SystemModules { get; init; }

    /// <summary>The modules, in the order of the document.</summary>
    public required IReadOnlyList<ModuleDeployment> Modules { get; init; }

    /// <summary>Routes and limits of the hub.</summary>
    public required HubConfiguration Hub { get; init; }

    /// <summary>The desired properties by module, <c>$edgeAgent</c> and <c>$edgeHub</c> included; a module that is not among them keeps its twin.</summary>
    public required IReadOnlyDictionary<string, JsonElement> DesiredProperties { get; init; }

    /// <summary>Reads a manifest and finds everything that is wrong with it.</summary>
    /// <param name="json">The document.</param>
    /// <param name="images">The images that modules can run; null does not look at images.</param>
    public static ManifestResult Parse(string json, ImageCatalog? images = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json), images);
    }

    /// <summary>Reads a manifest and finds everything that is wrong with it.</summary>
    /// <param name="utf8Json">The document in UTF-8, with or without a byte order mark.</param>
    /// <param name="images">The images that modules can run; null does not look at images.</param>
    public static ManifestResult Parse(ReadOnlyMemory<byte> utf8Json, ImageCatalog? images = null) => ManifestReader.Read(utf8Json, images);

    /// <summary>Reads a manifest from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The images that modules can run; null does not look at images.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ManifestResult Load(string path, ImageCatalog? images = null) => Parse(File.ReadAllBytes(path), images);
}
