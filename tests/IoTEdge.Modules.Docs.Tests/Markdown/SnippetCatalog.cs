using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Docs.Tests.Markdown;

/// <summary>The regions of this project's source files, by name; nested regions are part of the outer one, without their marks.</summary>
internal static partial class SnippetCatalog
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "IoTEdge.Modules.Docs.Tests", "Snippets");

    public static Dictionary<string, string> Read()
    {
        var snippets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var open = new Stack<(string Name, List<string> Lines)>();
            foreach (var line in File.ReadLines(file))
            {
                if (Begin().Match(line) is { Success: true } begin) open.Push((begin.Groups["name"].Value, []));
                else if (line.TrimStart().StartsWith("#endregion", StringComparison.Ordinal))
                {
                    var (name, lines) = open.Pop();
                    snippets.TryAdd(name, string.Join('\n', lines)).Should().BeTrue($"there must be one region {name} only, and {file} has another");
                }
                else foreach (var region in open) region.Lines.Add(line);
            }

            open.Should().BeEmpty($"every region of {file} must end");
        }

        return snippets;
    }

    /// <summary>Takes away the white space that all lines begin with, and empty lines at both ends.</summary>
    public static string Normalize(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd()).ToList();
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..])).Trim('\n');
    }

    [GeneratedRegex("^\\s*#region (?<name>[a-z0-9-]+)\\s*$")]
    private static partial Regex Begin();
}
