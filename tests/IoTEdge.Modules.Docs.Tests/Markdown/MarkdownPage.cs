using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Docs.Tests.Markdown;

/// <summary>A markdown file, as far as the tests look into it: code blocks, links, headings.</summary>
internal sealed partial class MarkdownPage
{
    private const string Fence = "```";
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", ".git", ".iotedge"];
    private readonly List<CodeBlock> _blocks = [];
    private readonly List<PageLink> _links = [];
    private readonly List<string> _anchors = [];

    private MarkdownPage(string path, string[] lines)
    {
        Path = path;
        Lines = lines;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith(Fence, StringComparison.Ordinal)) i = ReadBlock(i);
            else ReadText(lines[i], i + 1);
        }
    }

    /// <summary>The path from the repository's root, with <c>/</c>.</summary>
    public string Path { get; }

    public string[] Lines { get; }

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    public IReadOnlyList<PageLink> Links => _links;

    /// <summary>What <c>#…</c> may be in a link to this page, as GitHub makes it of the headings.</summary>
    public IReadOnlyList<string> Anchors => _anchors;

    public static MarkdownPage Read(string path) => new(path, File.ReadAllLines(System.IO.Path.Combine(Repository.Root, path)));

    /// <summary>Every page of the repository.</summary>
    public static List<MarkdownPage> All() => [.. Files(Repository.Root)
        .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)
        .Select(Read)];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(sub => !NotOurs.Contains(System.IO.Path.GetFileName(sub))).SelectMany(Files));

    private int ReadBlock(int first)
    {
        var last = first + 1;
        while (last < Lines.Length && !Lines[last].TrimStart().StartsWith(Fence, StringComparison.Ordinal)) last++;
        var above = first > 0 ? Mark().Match(Lines[first - 1]) : Match.Empty;
        _blocks.Add(new CodeBlock(Path, first + 1, Lines[first].Trim()[Fence.Length..].Trim(), above.Success ? above.Groups["mark"].Value : null,
            string.Join('\n', Lines[(first + 1)..Math.Min(last, Lines.Length)])));
        return last;
    }

    private void ReadText(string line, int number)
    {
        var withoutCode = Code().Replace(line, match => new string('x', match.Length));
        _links.AddRange(Link().Matches(withoutCode).Select(match => new PageLink(Path, number, line.Substring(match.Groups["target"].Index, match.Groups["target"].Length))));
        if (Heading().Match(line) is not { Success: true } heading) return;
        var anchor = NotInAnchors().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-');
        var same = _anchors.Count(known => known == anchor);
        _anchors.Add(same == 0 ? anchor : $"{anchor}-{same}");
    }

    [GeneratedRegex("^\\s*<!-- (?<mark>.+?) -->\\s*$")]
    private static partial Regex Mark();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex("\\]\\((?<target>[^)\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+?)\\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex("[^\\p{L}\\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
