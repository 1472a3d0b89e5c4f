using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests;

/// <summary>Links within the repository lead somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void RelativeLink_OnAnyPage_LeadsToAFileAndHeadingThatExist()
    {
        var pages = MarkdownPage.All().ToDictionary(page => page.Path);
        pages.Should().ContainKey("README.md");
        pages.Values.SelectMany(page => page.Links).Where(link => link.IsRelative).Select(link => Problem(link, pages)).OfType<string>().Should().BeEmpty();
    }

    private static string? Problem(PageLink link, Dictionary<string, MarkdownPage> pages)
    {
        var parts = link.Target.Split('#', 2);
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, link.Page))!;
        var target = parts[0].Length == 0 ? Path.Combine(Repository.Root, link.Page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        if (!File.Exists(target) && !Directory.Exists(target)) return $"{link}: there is no such file";
        if (parts.Length == 1) return null;
        var page = pages.GetValueOrDefault(Path.GetRelativePath(Repository.Root, target).Replace('\\', '/'));
        if (page is null) return $"{link}: only pages have headings";
        return page.Anchors.Contains(parts[1]) ? null : $"{link}: the page has {string.Join(", ", page.Anchors.Select(anchor => $"#{anchor}"))}";
    }
}
