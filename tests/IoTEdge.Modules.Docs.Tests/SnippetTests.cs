using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests;

/// <summary>The C# that readers see is C# that compiles here.</summary>
public sealed class SnippetTests
{
    private static readonly Dictionary<string, string> Snippets = SnippetCatalog.Read();

    [Fact]
    public void CodeBlock_InDocsOrReadme_NamesItsSnippet() => Pages()
        .SelectMany(page => page.Blocks)
        .Where(block => block.Language is "csharp" or "cs" or "c#" && block.Snippet is null && !IsOfRule(block) && !IsPublished(block))
        .Should().BeEmpty("each needs a line <!-- snippet: name --> above it, and a region of that name in Snippets");

    [Fact]
    public void CodeBlock_WithSnippet_EqualsItsRegion()
    {
        var differences = Pages().SelectMany(page => page.Blocks).Where(block => block.Snippet is not null).Select(Difference).OfType<string>();
        string.Join("\n\n", differences).Should().BeEmpty();
    }

    [Fact]
    public void Snippet_EachRegion_IsShownSomewhere() =>
        Snippets.Keys.Except(Pages().SelectMany(page => page.Blocks).Select(block => block.Snippet).OfType<string>())
            .Should().BeEmpty("a region that no page shows can go");

    // RuleTests compile these.
    private static bool IsOfRule(CodeBlock block) => block.Page.StartsWith("docs/rules/", StringComparison.Ordinal) && block.Mark is "flagged" or "fixed";

    // AheadOfTimeTests of the packaging tests publish and run these.
    private static bool IsPublished(CodeBlock block) => block is { Page: "docs/guides/ahead-of-time.md", Mark: "published" };

    private static IEnumerable<MarkdownPage> Pages() =>
        MarkdownPage.All().Where(page => page.Path == "README.md" || page.Path.StartsWith("docs/", StringComparison.Ordinal));

    private static string? Difference(CodeBlock block)
    {
        if (!Snippets.TryGetValue(block.Snippet!, out var region)) return $"{block}: there is no region {block.Snippet} in {SnippetCatalog.Folder}.";
        var (shown, compiled) = (SnippetCatalog.Normalize(block.Text).Split('\n'), SnippetCatalog.Normalize(region).Split('\n'));
        var same = shown.Zip(compiled).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same == shown.Length && same == compiled.Length) return null;
        return $"{block}: differs from the region {block.Snippet} in its line {same + 1}.\n"
            + $"  page:   {shown.ElementAtOrDefault(same) ?? "(ends here)"}\n  region: {compiled.ElementAtOrDefault(same) ?? "(ends here)"}";
    }
}
