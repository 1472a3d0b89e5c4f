namespace IoTEdge.Modules.Deployment.Images;

/// <summary>Names of images, as manifests write them: <c>registry/name:tag</c>.</summary>
public static class ImageName
{
    /// <summary>The name with its tag: <c>latest</c> where it has none (protocol section 5.4).</summary>
    /// <param name="name">The name as it was written.</param>
    public static string Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.Trim();
        // A colon before the last slash belongs to the registry's port, and a digest names an image without a tag.
        var last = trimmed[(trimmed.LastIndexOf('/') + 1)..];
        return last.Contains(':', StringComparison.Ordinal) || last.Contains('@', StringComparison.Ordinal) ? trimmed : trimmed + ":latest";
    }
}
