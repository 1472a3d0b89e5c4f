using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Manifests.Reading;

namespace IoTEdge.Modules.Deployment.Images;

/// <summary>
/// The image file of a local runtime, <c>images.json</c>: which project or program stands behind the image names of a manifest. It takes the
/// place that a registry has on a device.
/// </summary>
public sealed class ImageCatalog
{
    private readonly Dictionary<string, ImageSource> _images = new(StringComparer.Ordinal);

    private ImageCatalog()
    {
    }

    /// <summary>A catalog without images.</summary>
    public static ImageCatalog Empty { get; } = new();

    /// <summary>The images, in the order of the document.</summary>
    public IReadOnlyCollection<ImageSource> Images => _images.Values;

    /// <summary>Finds an image by the name that a manifest gives it.</summary>
    /// <param name="name">The name, with or without a tag.</param>
    /// <param name="image">The image.</param>
    public bool TryFind(string name, [NotNullWhen(true)] out ImageSource? image) => _images.TryGetValue(ImageName.Normalize(name), out image);

    /// <summary>Reads an image file; paths in it are relative to its directory.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ImageCatalogResult Load(string path) =>
        Parse(File.ReadAllBytes(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Reads an image file's text.</summary>
    /// <param name="utf8Json">The document in UTF-8.</param>
    /// <param name="directory">What paths in it are relative to.</param>
    public static ImageCatalogResult Parse(ReadOnlyMemory<byte> utf8Json, string directory)
    {
        var catalog = new ImageCatalog();
        var problems = new ProblemList();
        try
        {
            var root = JsonTree.Read(utf8Json);
            DuplicateCheck.Everywhere(root, problems);
            catalog.Read(root, directory, problems);
            return new ImageCatalogResult(catalog, problems.InOrder());
        }
        catch (JsonException exception)
        {
            return new ImageCatalogResult(catalog, [ManifestReader.NoJson(exception)]);
        }
    }

    private void Read(JsonNodeAt root, string directory, ProblemList problems)
    {
        var members = new MemberReader(problems);
        if (!members.IsObject(root)) return;
        var images = members.Object(root, "images", "Add \"images\": { \"<name>:<tag>\": { \"project\": \"<path of a .csproj>\" } }.");
        foreach (var (name, node) in images?.Members ?? [])
        {
            if (ReadSource(name, node, directory, problems) is not { } source) continue;
            if (!_images.TryAdd(source.Name, source) && images![name] == node)
                problems.Error(node, $"'{name}' is the same image as one before it: {source.Name}.", "Keep one of the two.");
        }
    }

    private static ImageSource? ReadSource(string name, JsonNodeAt node, string directory, ProblemList problems)
    {
        const string Form = "Write { \"project\": \"<path of a .csproj>\" } or { \"assembly\": \"<path of a .dll>\" }.";
        var members = new MemberReader(problems);
        if (!members.IsObject(node)) return null;
        if (node.Members is not [(var word and ("project" or "assembly"), _)])
        {
            problems.Error(node, $"The image '{name}' names neither one project nor one assembly.", Form);
            return null;
        }

        if (members.Text(node, word, Form) is not { } relative) return null;
        var path = Path.GetFullPath(Path.Combine(directory, relative.Replace('\\', '/')));
        if (!File.Exists(path)) problems.Error(node[word]!, $"There is no file '{path}'.", $"Correct the path; it is relative to '{directory}'.");
        return new ImageSource(ImageName.Normalize(name), word == "project" ? ImageKind.Project : ImageKind.Assembly, path);
    }
}
