namespace IoTEdge.Modules.Deployment.Images;

/// <summary>One line of the image file: where the software of an image is.</summary>
/// <param name="Name">The name with its tag.</param>
/// <param name="Kind">What it is made from.</param>
/// <param name="Path">The absolute path of the project or of the assembly.</param>
public sealed record ImageSource(string Name, ImageKind Kind, string Path);
