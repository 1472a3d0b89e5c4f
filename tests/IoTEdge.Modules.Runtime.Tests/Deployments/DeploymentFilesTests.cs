using IoTEdge.Modules.Runtime.Consoles;
using IoTEdge.Modules.Runtime.Deployments;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Deployments;

public sealed class DeploymentFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_BothWithMistakes_NameAllOfThemAtOnce()
    {
        var images = _directory.File("images.json", """{"images":{"a:1":{"project":"none.csproj"}}}""");
        var manifest = _directory.File("deployment.json", """
            {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker"},"systemModules":{},
            "modules":{"m":{"type":"docker","status":"running","settings":{"image":"b:1"}}}}},
            "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{"r":"FROM"},"storeAndForwardConfiguration":{"timeToLiveSecs":1}}}}}
            """);

        var exception = ((Action)(() => DeploymentFiles.Load(manifest, images))).Should().Throw<DeploymentException>().Which;

        exception.Problems.Select(problem => $"{problem.File}:{problem.Problem.Line}").Should().Equal("images.json:1", "deployment.json:3", "deployment.json:4");
        using var output = new StringWriter { NewLine = "\n" };
        ProblemReport.Print(exception, output, new Palette(isColored: false));
        output.ToString().Should().StartWith("The deployment has 3 errors; nothing was started.\n\n  images.json:1 $.images['a:1'].project\n    error: There is no file");
    }

    [Fact]
    public void Files_ThatAreMissing_SayHowToNameThem()
    {
        var act = () => DeploymentFiles.Load(Path.Combine(_directory.Path, "deployment.json"), imagesPath: null);

        act.Should().Throw<DeploymentException>().Which.Problems.Select(problem => problem.Problem.Remedy).Should().Equal(
            "Add it with a line for each image, or name another one by --images.", "Name the deployment manifest by --manifest.");
    }

    [Fact]
    public void Routes_ThatDoWhatIsHardlyMeant_AreWarnings()
    {
        var images = _directory.File("images.json", """{"images":{}}""");
        var manifest = _directory.File("deployment.json", """
            {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker"},"systemModules":{},"modules":{}}},
            "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{
            "hot":"FROM /messages WHERE $body.celsius > 25 INTO $upstream",
            "guarded":"FROM /messages WHERE is_number($body.celsius) AND $body.celsius > 25 INTO $upstream WHERE x = 'y'"},
            "storeAndForwardConfiguration":{"timeToLiveSecs":1}}}}}
            """);

        var warnings = DeploymentFiles.Load(manifest, images).Warnings.Select(warning => warning.ToString());

        warnings.Should().SatisfyRespectively(
            warning => warning.Should().StartWith("deployment.json:5 ").And.Contain("edgeHub ignores what stands after the sink"),
            warning => warning.Should().StartWith("deployment.json:4 ").And.Contain("RTE007: Where the body has no 'celsius'"));
        ((Action)(() => DeploymentFiles.Load(manifest, images, isStrict: true))).Should().Throw<DeploymentException>()
            .WithMessage("*RTE007*").Which.Message.Should().Contain("RTE003");
    }
}
