using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>The repository as somebody sees it who opens it.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "samples", "docs", "Directory.Build.props", "Directory.Packages.props", "IoTEdge.Modules.sln", "nuget.config", "global.json",
        "README.md", "CHANGELOG.md", "LICENSE",
    ];

    private static readonly string[] Welcome = ["CONTRIBUTING.md"];

    [Fact]
    public void TopLevel_Listed_IsComplete()
    {
        var missing = TopLevel.Concat([".editorconfig", ".gitignore", ".ci/run"]).Where(name => !Path.Exists(Path.Combine(Repository.Root, name)));
        missing.Should().BeEmpty();
    }

    [Fact]
    public void TopLevel_Listed_HasNothingElse()
    {
        var ignored = SourceFiles.ReadLines(".gitignore").Select(line => line.Trim().TrimEnd('/'));
        var found = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));
        found.Except(TopLevel).Except(Welcome).Except(ignored).Should().BeEmpty("what belongs to the top level is in the list of this test, and what a build makes is in .gitignore");
    }

    [Fact]
    public void Solution_Listed_HasEveryProject() =>
        SolutionProject().Matches(SourceFiles.Read("IoTEdge.Modules.sln")).Select(match => match.Groups["path"].Value.Replace('\\', '/'))
            .Should().BeEquivalentTo(SourceFiles.Find("*.csproj", "src", "tests", "samples"));

    [Fact]
    public void NugetConfig_Read_NamesNoAddress() => SourceFiles.Read("nuget.config").Should().NotContain("://").And.NotContain("<clear");

    [Fact]
    public void Versions_OfPackages_AreInOneFile() =>
        SourceFiles.Search(PackageVersion().IsMatch, SourceFiles.Find("*.csproj", "src", "tests", "samples").Concat(SourceFiles.Find("*.props", "src", "tests", "samples"))).Should().BeEmpty();

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();

    [GeneratedRegex("<PackageReference[^>]* Version=")]
    private static partial Regex PackageVersion();
}
