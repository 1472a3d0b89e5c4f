using System.Text.RegularExpressions;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests;

/// <summary>Every diagnostic has a page.</summary>
public sealed partial class RuleTests
{
    public static TheoryData<string> Ids => [.. Id().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "IoTEdge.Modules.Generators", "Rules.cs")))
        .Select(match => match.Groups["id"].Value).Distinct()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_EachId_HasAPageThatTellsItsTitle(string id)
    {
        var path = $"docs/rules/{id}.md";
        File.Exists(Path.Combine(Repository.Root, path)).Should().BeTrue($"{path} must explain the rule");
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "IoTEdge.Modules.Generators", "Rules.cs"));
        var title = Regex.Match(source, $"\"{id}\", \"(?<title>[^\"]+)\"").Groups["title"].Value;
        MarkdownPage.Read(path).Lines[0].Should().Be($"# {id}: {title}");
    }

    [Fact]
    public void Page_EachOfARule_IsOfARuleThatExists() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "IOTE*.md").Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Ids.Select(row => row.Data));

    [GeneratedRegex("\"(?<id>IOTE\\d{3})\"")]
    private static partial Regex Id();
}
