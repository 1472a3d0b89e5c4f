using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Deployments;

/// <summary>The manifest and its images, read from their files and found to be right.</summary>
internal sealed record DeploymentFiles(DeploymentManifest Manifest, ImageCatalog Images, IReadOnlyList<DeploymentProblem> Warnings)
{
    /// <exception cref="DeploymentException">One of the two is missing or wrong; all problems of both are in it.</exception>
    public static DeploymentFiles Load(string manifestPath, string? imagesPath, bool isStrict = false)
    {
        var problems = new List<DeploymentProblem>();
        var imageFile = imagesPath ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifestPath))!, "images.json");
        var images = Read(imageFile, "Add it with a line for each image, or name another one by --images.", problems, () => ImageCatalog.Load(imageFile));
        if (images is not null) Add(imageFile, images.Problems);
        // Without the image file no image would be known, and each module would say so once more.
        var manifest = Read(manifestPath, "Name the deployment manifest by --manifest.", problems, () => DeploymentManifest.Load(manifestPath, images?.Catalog));
        if (manifest is not null) Add(manifestPath, manifest.Problems);
        if (manifest?.Manifest is not null) Add(manifestPath, RouteProblems.Find(File.ReadAllBytes(manifestPath), manifest.Manifest.Hub.Routes, isStrict));
        return manifest?.Manifest is not null && !problems.Exists(DeploymentException.IsError)
            ? new DeploymentFiles(manifest.Manifest, images!.Catalog, problems)
            : throw new DeploymentException(problems);

        void Add(string file, IReadOnlyList<ManifestProblem> found) =>
            problems.AddRange(found.Select(problem => new DeploymentProblem(Path.GetFileName(file), problem)));
    }

    private static T? Read<T>(string path, string remedy, List<DeploymentProblem> problems, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? $"There is no file '{Path.GetFullPath(path)}'." : exception.Message;
            problems.Add(new DeploymentProblem(Path.GetFileName(path), new ManifestProblem(ManifestSeverity.Error, "$", 0, reason, remedy)));
            return null;
        }
    }
}
