using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Deployment.Images;

/// <summary>What came out of reading an image file.</summary>
/// <param name="Catalog">What could be read of it; use it when there is no problem.</param>
/// <param name="Problems">Every error, in the order of the document.</param>
public sealed record ImageCatalogResult(ImageCatalog Catalog, IReadOnlyList<ManifestProblem> Problems);
