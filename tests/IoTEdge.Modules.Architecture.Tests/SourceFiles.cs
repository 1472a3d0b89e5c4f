namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>The files of this repository that people write.</summary>
internal static class SourceFiles
{
    private static readonly string[] Outputs = ["artifacts", "bin", "obj", "node_modules"];

    /// <summary>Files below some folders of the repository, as paths relative to it with <c>/</c>.</summary>
    public static IReadOnlyList<string> Find(string pattern, params string[] folders) =>
        [.. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Outputs).Any())
            .Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Repository.Root, path));

    /// <summary>The lines that a pattern matches, as <c>path:line: text</c>.</summary>
    public static IReadOnlyList<string> Search(Func<string, bool> matches, IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => ReadLines(path).Select((text, index) => (Text: text, Where: $"{path}:{index + 1}: {text.Trim()}")))
            .Where(line => matches(line.Text)).Select(line => line.Where)];
}
