using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>The C# blocks of a page that are whole files: their first line is a comment with the file's name.</summary>
internal static partial class MarkdownFiles
{
    public static IReadOnlyDictionary<string, string> Read(string page) =>
        Block().Matches(page).ToDictionary(match => match.Groups["file"].Value, match => match.Groups["code"].Value);

    [GeneratedRegex("""^```csharp\n(?<code>// (?<file>\S+\.cs)\n.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
