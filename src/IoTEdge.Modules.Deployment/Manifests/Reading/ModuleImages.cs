using System.Text.Json;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Finds modules whose image nobody has.</summary>
internal static class ModuleImages
{
    public static void Check(JsonNodeAt? modules, ImageCatalog images, ProblemList problems)
    {
        foreach (var (name, module) in modules?.Members ?? [])
        {
            if (module["settings"] is { Kind: JsonValueKind.Object } settings && settings["image"] is { Kind: JsonValueKind.String } image
                && !string.IsNullOrWhiteSpace(image.Text) && !images.TryFind(image.Text, out _))
                problems.Error(image, $"The module '{name}' runs the image {image}, which is unknown.", Remedy(image.Text, images));
        }
    }

    private static string Remedy(string name, ImageCatalog images)
    {
        var add = $"Add \"{ImageName.Normalize(name)}\": {{ \"project\": \"<path of a .csproj>\" }} to the image file";
        return images.Images.Count == 0 ? add + "." : $"{add}, or use one of: {string.Join(", ", images.Images.Select(image => image.Name))}.";
    }
}
