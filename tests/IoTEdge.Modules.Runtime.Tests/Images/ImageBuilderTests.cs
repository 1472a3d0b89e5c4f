using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Runtime.Images;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Images;

public sealed class ImageBuilderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly IProcessLauncher _launcher;

    public ImageBuilderTests() => _launcher = ProcessLauncher.Create(_directory.Path, TimeProvider.System);

    public void Dispose()
    {
        _launcher.Dispose();
        _directory.Dispose();
    }

    private Task<IReadOnlyDictionary<string, ModuleImage>> BuildAsync(bool build, params (string Name, string Project)[] projects) =>
        new ImageBuilder(_launcher, _directory.Path).BuildAsync(
            [.. projects.Select(project => new ImageSource(project.Name, ImageKind.Project, project.Project))], "Debug", build, TestContext.Current.CancellationToken);

    private string Project(string name, string properties, string code)
    {
        // Not one of the repository's projects: its files are its own.
        _directory.File("Directory.Build.props", "<Project />");
        Directory.CreateDirectory(Path.Combine(_directory.Path, name));
        _directory.File($"{name}/Program.cs", code);
        return _directory.File($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
            </Project>
            """);
    }

    [Fact]
    public async Task Images_OfProjects_AreBuiltInOneGo()
    {
        var one = Project("One", "<OutputType>Exe</OutputType>", "return 0;");
        var two = Project("Two", "<OutputType>Exe</OutputType><AssemblyName>Other</AssemblyName>", "return 0;");

        var images = await BuildAsync(build: true, ("one:1", one), ("two:1", two), ("again:1", one));

        images["one:1"].ProgramPath.Should().EndWith("One.dll").And.Match(path => File.Exists(path));
        images["two:1"].ProgramPath.Should().EndWith("Other.dll").And.Match(path => File.Exists(path));
        images["again:1"].ProgramPath.Should().Be(images["one:1"].ProgramPath);
    }

    [Fact]
    public async Task Images_OfProjectsThatDoNotBuild_SayWhy()
    {
        var wrong = Project("Wrong", "<OutputType>Exe</OutputType>", "nonsense;");

        var act = () => BuildAsync(build: true, ("wrong:1", wrong));

        (await act.Should().ThrowAsync<ImageBuildException>()).Which.Message.Should().Contain("error CS").And.Contain("Program.cs");
    }

    [Fact]
    public async Task Image_OfALibrary_IsNoProgram()
    {
        var library = Project("Library", "", "public class C;");

        var act = () => BuildAsync(build: true, ("library:1", library));

        (await act.Should().ThrowAsync<ImageBuildException>()).Which.Message.Should().Contain("is a library");
    }

    [Fact]
    public async Task Image_OfAProjectThatWasBuilt_NeedsNoBuild()
    {
        var images = await BuildAsync(build: false, ("module:1", TestModule.ProjectPath));

        images["module:1"].ProgramPath.Should().Be(TestModule.AssemblyPath);
    }

    [Fact]
    public async Task Image_OfAProjectThatWasNeverBuilt_SaysSo()
    {
        var fresh = Project("Fresh", "<OutputType>Exe</OutputType>", "return 0;");

        var act = () => BuildAsync(build: false, ("fresh:1", fresh));

        (await act.Should().ThrowAsync<ImageBuildException>()).Which.Message.Should().Contain("does not exist").And.Contain("--no-build");
    }
}
