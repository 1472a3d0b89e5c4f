using System.Text;
using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Tests.Manifests;

namespace IoTEdge.Modules.Deployment.Tests.Images;

public sealed class ImageCatalogTests
{
    // A file that is certainly there.
    private static readonly string Existing = typeof(ImageCatalogTests).Assembly.Location;

    private static ImageCatalogResult Parse(string json) =>
        ImageCatalog.Parse(Encoding.UTF8.GetBytes(json.Replace("HERE", Path.GetFileName(Existing), StringComparison.Ordinal)), Path.GetDirectoryName(Existing)!);

    [Theory]
    [InlineData("filter", "filter:latest")]
    [InlineData("filter:1.0", "filter:1.0")]
    [InlineData("localhost:5000/a/filter", "localhost:5000/a/filter:latest")]
    [InlineData("r/filter@sha256:0f", "r/filter@sha256:0f")]
    public void Name_WithoutTag_IsLatest(string name, string normalized) => ImageName.Normalize(name).Should().Be(normalized);

    [Fact]
    public void Catalog_OfProjectsAndAssemblies_FindsThemByNameAndTag()
    {
        var result = Parse("""{"images":{"a":{"project":"HERE"},"b:2":{"assembly":"./HERE"}}}""");

        result.Problems.Should().BeEmpty();
        result.Catalog.TryFind("a:latest", out var a).Should().BeTrue();
        a.Should().Be(new ImageSource("a:latest", ImageKind.Project, Existing));
        result.Catalog.TryFind("b:2", out var b).Should().BeTrue();
        b.Should().Be(new ImageSource("b:2", ImageKind.Assembly, Existing));
        result.Catalog.TryFind("b", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("[]", "$", "an array stands where")]
    [InlineData("{", "$", "no JSON")]
    [InlineData("{}", "$", "images is missing")]
    [InlineData("""{"images":{"a":"x"}}""", "$.images.a", "stands where an object is needed")]
    [InlineData("""{"images":{"a":{}}}""", "$.images.a", "neither one project nor one assembly")]
    [InlineData("""{"images":{"a":{"project":"HERE","assembly":"HERE"}}}""", "$.images.a", "neither one project nor one assembly")]
    [InlineData("""{"images":{"a":{"project":"none.csproj"}}}""", "$.images.a.project", "There is no file")]
    [InlineData("""{"images":{"a":{"project":7}}}""", "$.images.a.project", "project is 7")]
    [InlineData("""{"images":{"a":{"project":"HERE"},"a":{"project":"HERE"}}}""", "$.images.a", "a second time")]
    [InlineData("""{"images":{"a":{"project":"HERE"},"a:latest":{"project":"HERE"}}}""", "$.images['a:latest']", "the same image")]
    public void Catalog_WithAMistake_NamesPathReasonAndRemedy(string json, string path, string reason)
    {
        var problem = Parse(json).Problems.Should().ContainSingle().Which;

        problem.Path.Should().Be(path);
        problem.Reason.Should().Contain(reason);
        problem.Remedy.Should().NotBeEmpty();
    }

    [Fact]
    public void Manifest_WithAnUnknownImage_NamesTheModuleAndTheKnownImages()
    {
        var catalog = Parse("""{"images":{"filter:1.0":{"project":"HERE"}}}""").Catalog;
        var manifest = ManifestText.With(modules: """
            {"one":{"type":"docker","status":"running","settings":{"image":"filter:1.0"}},
             "two":{"type":"docker","status":"running","settings":{"image":"filter"}}}
            """);

        var problem = DeploymentManifest.Parse(manifest, catalog).Problems.Should().ContainSingle().Which;

        problem.Path.Should().Be("$.modulesContent['$edgeAgent']['properties.desired'].modules.two.settings.image");
        problem.Reason.Should().Be("The module 'two' runs the image \"filter\", which is unknown.");
        problem.Remedy.Should().Contain("filter:latest").And.Contain("filter:1.0");
    }
}
