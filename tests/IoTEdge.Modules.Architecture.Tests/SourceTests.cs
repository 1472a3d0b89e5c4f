using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>What the sources look like as a whole.</summary>
public sealed partial class SourceTests(ITestOutputHelper output)
{
    private const int HardStop = 400;

    private static readonly IReadOnlyList<string> Product = SourceFiles.Find("*.cs", "src");

    [Fact]
    public void Files_OfSrcTestsAndSamples_AreShort()
    {
        var files = SourceFiles.Find("*.cs", "src", "tests", "samples").Select(path => (Path: path, Lines: SourceFiles.ReadLines(path).Length)).ToList();
        foreach (var folder in (string[])["src", "tests", "samples"])
        {
            var lines = files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(file => file.Lines).Order().ToList();
            output.WriteLine($"{folder}: {lines.Count} files, {lines.Sum()} lines, median {lines[lines.Count / 2]}, p90 {lines[lines.Count * 9 / 10]}, longest {lines[^1]}");
        }

        files.Should().OnlyContain(file => file.Lines <= HardStop);
    }

    [Fact]
    public void Files_OfSrc_AreTypicallyOneScreen()
    {
        var lines = Product.Select(path => SourceFiles.ReadLines(path).Length).Order().ToList();
        lines[lines.Count / 2].Should().BeLessThanOrEqualTo(50, "it is the median");
        lines[lines.Count * 9 / 10].Should().BeLessThanOrEqualTo(150, "nine files of ten are shorter");
    }

    [Fact]
    public void Sources_OfSrc_LeaveNothingForLater() => SourceFiles.Search(Unfinished().IsMatch, Product).Should().BeEmpty();

    [Fact]
    public void Sources_OfSrc_DropNoTask() => SourceFiles.Search(AsyncVoid().IsMatch, Product).Should().BeEmpty();

    // src/BannedSymbols.txt keeps clocks, sleeps and random numbers out of src; this keeps it in force.
    [Fact]
    public void BannedSymbols_InSrc_AreUsedInOnePlaceOnly()
    {
        var exceptions = SourceFiles.Search(line => line.Contains("RS0030", StringComparison.Ordinal), SourceFiles.Find("*.*", "src").Where(IsCode));
        exceptions.Where(line => line.Contains("disable RS0030", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith("src/IoTEdge.Modules/Client/EdgeModuleClient.cs:");
        exceptions.Should().HaveCount(2, "one line switches it off, one on again");
        SourceFiles.Read(".editorconfig").Should().NotContain("RS0030");
    }

    [Fact]
    public void Clocks_InSrc_AreTheInjectedOne() => SourceFiles.Search(Clock().IsMatch, Product).Should().BeEmpty();

    private static bool IsCode(string path) => Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".targets";

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bThread\.Sleep\b|\bStopwatch\b|\bTickCount(64)?\b|\bSpinWait\b")]
    private static partial Regex Clock();
}
