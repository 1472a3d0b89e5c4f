using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>The C# blocks of a page that are whole files: their first line is a comment with the file's name.</summary>
internal static partial class MarkdownFiles
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return Block().Matches(text).ToDictionary(match => match.Groups["file"].Value, match => match.Groups["code"].Value);
    }

    [GeneratedRegex("""^```csharp\n(?<code>// (?<file>\S+\.cs)\n.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
