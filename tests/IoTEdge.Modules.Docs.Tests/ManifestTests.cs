using System.Text;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests;

/// <summary>The deployment of the first steps is one that the runtime takes.</summary>
public sealed class ManifestTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/getting-started.md");

    [Fact]
    public void GettingStarted_ManifestAndImages_HaveNoProblems()
    {
        var folder = Directory.CreateTempSubdirectory("docs-").FullName;
        try
        {
            foreach (var project in new[] { "Boiler", "TemperatureFilter" })
            {
                Directory.CreateDirectory(Path.Combine(folder, project));
                File.WriteAllText(Path.Combine(folder, project, $"{project}.csproj"), "");
            }

            var images = ImageCatalog.Parse(Encoding.UTF8.GetBytes(Json("\"images\"")), Path.Combine(folder, "Line"));
            images.Problems.Should().BeEmpty();
            DeploymentManifest.Parse(Json("modulesContent"), images.Catalog).Problems.Should().BeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Json(string member) => Page.Blocks.First(block => block.Language == "json" && block.Text.Contains(member, StringComparison.Ordinal)).Text;
}
