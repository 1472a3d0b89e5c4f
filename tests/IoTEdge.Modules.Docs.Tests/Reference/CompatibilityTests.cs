using System.Text.RegularExpressions;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>Each surprise of docs/reference/compatibility.md names a test that exists.</summary>
public sealed partial class CompatibilityTests
{
    [Fact]
    public void Page_EachRow_NamesATestThatExists()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var rows = MarkdownPage.Read("docs/reference/compatibility.md").Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what happens", StringComparison.Ordinal));
        rows.Where(row => !(Name().Match(row) is { Success: true } match && Defines(tests, match.Groups["name"].Value))).Should().BeEmpty("the last column is the test that holds the row");
    }

    private static bool Defines(string tests, string name) =>
        tests.Contains($" {name}(", StringComparison.Ordinal) || tests.Contains($"class {name}", StringComparison.Ordinal);

    [GeneratedRegex("`(?<name>\\w+)`[^|]*\\|\\s*$")]
    private static partial Regex Name();
}
